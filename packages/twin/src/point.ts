/** What the value of a point stands for. */
export const pointKinds = ["instant", "mean", "minimum", "maximum", "counter", "state", "event"] as const;
export type PointKind = (typeof pointKinds)[number];

/** The declaration of one measured or written thing of a plant (foundry rules, section 11). */
export interface PointSpec {
  /** Dotted, lower camel case, asset first: `battery.socPct`. */
  readonly id: string;
  /** Asset id, for example `battery`. */
  readonly asset: string;
  readonly title: string;
  readonly kind: PointKind;
  /** `number`, `boolean`, `text`, or `json` for lists and records. */
  readonly type: "number" | "boolean" | "text" | "json";
  /** A unit of `@qtwin/core`; `1` where there is none. */
  readonly unit: string;
  /** Valid range in the unit; only for numbers. */
  readonly range?: { readonly min: number; readonly max: number };
  /** Largest credible change per second, in the unit; only for numbers. */
  readonly maxRatePerS?: number;
  /** For interval kinds: length in seconds, and which end the time stamp labels. */
  readonly interval?: { readonly seconds: number; readonly label: "start" | "end" };
  /** For counters: the value at which it rolls over to 0. */
  readonly rollover?: number;
  readonly deadBand?: number;
  /** Expected seconds between values; older than 3 periods is stale. */
  readonly periodS: number;
  /** ± in the unit with coverage k = 2: absolute, plus relative to the value. */
  readonly accuracy?: { readonly absolute: number; readonly relative: number };
  /** ISO date. */
  readonly calibrationDue?: string;
  /** Unchanged for this long means stuck; absent: never. */
  readonly stuckAfterS?: number;
  /** Id of the point with the asset's operating mode, where there is one. */
  readonly modePoint?: string;
  readonly owner: string;
  readonly source: PointSource;
}

/** Where the value comes from. `path` is a field path in a JSON payload; empty for the whole payload. */
export type PointSource =
  | { readonly connector: "opcua"; readonly nodeId: string }
  | { readonly connector: "mqtt"; readonly topic: string; readonly path: string; readonly unit?: string };

/** A command point: what may be written, if and only if the site turns it on. */
export interface WritePoint {
  /** For example `battery.power`. */
  readonly id: string;
  readonly asset: string;
  readonly title: string;
  readonly type: "number" | "json";
  readonly unit: string;
  readonly range?: { readonly min: number; readonly max: number };
  /** Most commands an hour that may take effect. */
  readonly maxPerHour: number;
  /** Node that takes the command as JSON text `Command`, and node that answers with `Ack`. */
  readonly commandNodeId: string;
  readonly ackNodeId: string;
  /** The point that follows when the command works, how near (in the unit), and how soon (plant seconds). */
  readonly verify: { readonly pointId: string; readonly tolerance: number; readonly withinS: number };
  /** The point with the asset's mode (`off`, `local`, `remote`, `fault`). */
  readonly modePoint: string;
}
