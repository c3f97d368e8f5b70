import type { Ack, Command, PointSpec, RawMeasurement, SiteClock, WriteLink, WritePoint } from "@qtwin/twin";

/** What goes wrong with the next exchange. */
export type Fault = "none" | "lost-before" | "lost-after" | "away";

export interface FakePlant {
  readonly link: WriteLink;
  /** Ids in the order in which they took effect, with the plant time. */
  readonly effects: readonly { readonly id: string; readonly atMs: number }[];
  readonly released: readonly string[];
  /** Faults of the coming sends, first one first. */
  readonly faults: Fault[];
  /** Value a point shows, whatever is commanded; for plants that do not follow. */
  readonly pinned: Map<string, unknown>;
  readonly modes: Map<string, string>;
  /** Answers instead of accepting, by write point. */
  readonly answers: Map<string, Pick<Ack, "state" | "reason"> & { readonly value?: unknown }>;
  heartbeats: number;
}

/** A plant in memory with the command rules of a real one: an id takes effect once, never after its time. */
export function fakePlant(clock: SiteClock): FakePlant {
  const effects: { id: string; atMs: number }[] = [];
  const released: string[] = [];
  const seen = new Set<string>();
  const acks = new Map<string, Ack>();
  const values = new Map<string, unknown>();

  function take(point: WritePoint, command: Command): void {
    if (seen.has(command.id)) return;
    seen.add(command.id);
    const { id, value } = command;
    const answer = plant.answers.get(point.id);
    if (clock.nowMs() >= command.validUntilMs) {
      acks.set(point.id, { id, state: "expired", value: null, reason: "too late" });
    } else if (answer?.state === "refused") {
      acks.set(point.id, { id, value: null, ...answer });
    } else {
      const inForce = answer?.value ?? value;
      effects.push({ id, atMs: clock.nowMs() });
      values.set(point.verify.pointId, inForce);
      acks.set(point.id, {
        id,
        state: answer?.state ?? "accepted",
        value: inForce,
        reason: answer?.reason ?? "",
      });
    }
  }

  function reading(point: PointSpec): RawMeasurement {
    const mode = plant.modes.get(point.id);
    const value = mode ?? (plant.pinned.has(point.id) ? plant.pinned.get(point.id) : values.get(point.id));
    const atMs = clock.nowMs();
    return {
      pointId: point.id,
      value: (value ?? null) as RawMeasurement["value"],
      unit: point.unit,
      sourceTimeMs: atMs,
      serverTimeMs: atMs,
      quality: "good",
      qualityCode: "Good",
      source: "fake",
    };
  }

  const link: WriteLink = {
    status: () => ({ state: "connected", sinceMs: 0, clockOffsetMs: 0, detail: "" }),
    send: async (point, command) => {
      const fault = plant.faults.shift() ?? "none";
      if (fault === "lost-before" || fault === "away") throw new Error("connection lost");
      take(point, command);
      if (fault === "lost-after") throw new Error("connection lost");
    },
    readAck: async (point) => acks.get(point.id) ?? null,
    readPoint: async (point) => reading(point),
    heartbeat: async () => {
      plant.heartbeats += 1;
    },
    release: async (assets) => void released.push(...(assets ?? ["*"])),
    close: async () => undefined,
  };
  const plant: FakePlant = {
    link,
    effects,
    released,
    faults: [],
    pinned: new Map(),
    modes: new Map(),
    answers: new Map(),
    heartbeats: 0,
  };
  return plant;
}
