import { canonicalJson, type Json } from "@qtwin/core";
import type { Measurement, PointSpec } from "@qtwin/twin";

/** What changed in the plant that a plan depends on. */
export const changeKinds = [
  "price-publication",
  "mode-change",
  "asset-trip",
  "orders",
  "order-refused",
  "outage",
  "crew",
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** Payload of the store event `change`: look at the twin now, not only at the next scheduled time. */
export interface Change {
  readonly kind: ChangeKind;
  readonly pointId: string;
  readonly asset: string;
  /** Of text points; null for lists and records, which the twin holds. */
  readonly before: string | null;
  readonly after: string | null;
  readonly sourceTimeMs: number;
}

export interface ChangeWatch {
  /** The changes in these values against those seen before; the first value of a point is none. */
  readonly see: (measurements: readonly Measurement[]) => readonly Change[];
}

const tripped = /^(fault|trip|tripped|failed)$/;

/** The kind of change a point can bring; null for points no plan waits for. */
function kindOf(point: PointSpec, modePoints: ReadonlySet<string>): ChangeKind | null {
  if (modePoints.has(point.id)) return "mode-change";
  if (point.kind !== "state") return null;
  if (point.type === "text") return point.id.endsWith(".state") ? "asset-trip" : null;
  if (point.unit === "EUR/MWh") return "price-publication";
  if (point.id.endsWith(".outage")) return "outage";
  if (point.id === "orders.heats") return "orders";
  if (point.id === "crew.calendar") return "crew";
  return null;
}

/** Orders that the operator does not start when they are recommended. */
const refusedIn = (orders: Json): readonly string[] =>
  (Array.isArray(orders) ? orders : []).flatMap((order) => {
    const { orderId, state } = (order ?? {}) as Record<string, Json>;
    return state === "refused" && typeof orderId === "string" ? [orderId] : [];
  });

/** The published days of prices; other records without the time they were sent. */
function essence(kind: ChangeKind, value: Json): Json {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const { ts: _, ...rest } = value as Record<string, Json>;
  if (kind !== "price-publication" || !Array.isArray(rest.days)) return rest;
  return rest.days.map((day) => (day as Record<string, Json> | null)?.deliveryDay ?? null);
}

/** Creates the watch over the points of a site. @param known newest values in the store */
export function createChangeWatch(points: readonly PointSpec[], known: Iterable<Measurement>): ChangeWatch {
  const modePoints = new Set(points.flatMap((point) => point.modePoint ?? []));
  const watched = new Map(
    points.flatMap((point) => {
      const kind = kindOf(point, modePoints);
      return kind === null ? [] : [[point.id, { kind, asset: point.asset }] as const];
    }),
  );
  const seen = new Map<string, { readonly atMs: number; readonly text: string; readonly value: Json }>();

  const changeBy = (measurement: Measurement): Change | null => {
    const watch = watched.get(measurement.pointId);
    if (watch === undefined || measurement.quality === "bad") return null;
    const before = seen.get(measurement.pointId);
    if (before !== undefined && before.atMs > measurement.sourceTimeMs) return null;
    const { value, sourceTimeMs: atMs, pointId } = measurement;
    const text = canonicalJson(essence(watch.kind, value));
    seen.set(pointId, { atMs, text, value });
    if (before === undefined || before.text === text) return null;
    const refused =
      watch.kind === "orders" && refusedIn(value).some((id) => !refusedIn(before.value).includes(id));
    const kind = refused ? "order-refused" : watch.kind;
    const [was, is] = [before.value, value].map((each) => (typeof each === "string" ? each : null));
    if (watch.kind === "asset-trip" && !tripped.test(is ?? "")) return null;
    return { ...watch, kind, pointId, before: was ?? null, after: is ?? null, sourceTimeMs: atMs };
  };

  for (const measurement of known) changeBy(measurement);
  return { see: (measurements) => measurements.flatMap((measurement) => changeBy(measurement) ?? []) };
}
