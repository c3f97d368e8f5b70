import type { PointSpec } from "@qtwin/twin";

/** What the publishers send: each message holds one value of each point of one meter. */
export interface Load {
  readonly meters: number;
  readonly valuesPerMessage: number;
  readonly messages: number;
  /** Connections that publish at the same time. */
  readonly publishers: number;
  readonly startMs: number;
}

export const topicOf = (meter: number): string => `bench/meters/m${meter}`;

export const pointIdOf = (meter: number, value: number): string => `m${meter}.v${value}`;

/** Plant milliseconds between two messages of one meter. */
const periodMs = 100;

/** The point catalogue of a load: powers, as a sub-meter has them. */
export function pointsOf(load: Load): readonly PointSpec[] {
  return Array.from({ length: load.meters * load.valuesPerMessage }, (_, index): PointSpec => {
    const meter = Math.floor(index / load.valuesPerMessage);
    const value = index % load.valuesPerMessage;
    return {
      id: pointIdOf(meter, value),
      asset: `m${meter}`,
      title: `Meter ${meter}, value ${value}`,
      kind: "instant",
      type: "number",
      unit: "kW",
      periodS: 10,
      range: { min: 0, max: 1_000 },
      maxRatePerS: 10_000,
      accuracy: { absolute: 0, relative: 0.01 },
      owner: "bench",
      source: { connector: "mqtt", topic: topicOf(meter), path: `v${value}` },
    };
  });
}

/** A power that drifts slowly with the noise of its meter, as most do. */
function powerKw(round: number, meter: number, value: number): number {
  const noise = ((round * 7 + meter * 31 + value * 13) % 100) / 100;
  return Math.round((200 + 50 * Math.sin(round / 60 + meter) + noise) * 100) / 100;
}

/** The payload of message `index`; no two messages of a meter have the same time. */
export function payloadOf(load: Load, index: number): string {
  const meter = index % load.meters;
  const round = Math.floor(index / load.meters);
  const values = Array.from(
    { length: load.valuesPerMessage },
    (_, value) => `"v${value}":${powerKw(round, meter, value)}`,
  );
  return `{"ts":${load.startMs + round * periodMs},"status":"ok",${values.join(",")}}`;
}
