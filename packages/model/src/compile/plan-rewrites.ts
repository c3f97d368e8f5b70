import { modelError } from "../errors.ts";
import { featureWords, type ModelFeature } from "./features.ts";
import type { CompileOptions } from "./options.ts";
import type { Rewrite } from "./rewrite.ts";

export type RewritePlan =
  | { readonly reachable: true; readonly path: readonly Rewrite[] }
  /** `left`: what stays in the way, in sentences. */
  | { readonly reachable: false; readonly left: readonly string[] };

type Features = ReadonlySet<ModelFeature>;

interface State {
  readonly features: Features;
  readonly cost: number;
  readonly path: readonly Rewrite[];
}

const keyOf = (features: Features): string => [...features].sort().join();

/** The cheapest order of rewrites from a model with these features to one that has accepted ones only (Dijkstra). */
export function planRewrites(
  from: Features,
  accepted: Features,
  rewrites: readonly Rewrite[],
  options: CompileOptions = {},
): RewritePlan {
  const usable = rewrites.filter((rewrite) => isUsable(rewrite, options));
  const open = new Map<string, State>([[keyOf(from), { features: from, cost: 0, path: [] }]]);
  const closed = new Set<string>();
  let nearest: State | null = null;
  const missing = (state: State): readonly ModelFeature[] =>
    [...state.features].filter((feature) => !accepted.has(feature));
  while (open.size > 0) {
    const [key, state] = cheapest(open);
    open.delete(key);
    closed.add(key);
    const left = missing(state);
    if (left.length === 0) return { reachable: true, path: state.path };
    if (nearest === null || left.length < missing(nearest).length) nearest = state;
    for (const rewrite of usable) {
      const next = after(state, rewrite, accepted);
      if (!next) continue;
      const nextKey = keyOf(next.features);
      if (closed.has(nextKey)) continue;
      const known = open.get(nextKey);
      if (!known || next.cost < known.cost) open.set(nextKey, next);
    }
  }
  return { reachable: false, left: missing(nearest!).map((feature) => reasonOf(feature, rewrites, options)) };
}

/** @throws QT_MODEL_UNREACHABLE with every reason */
export function unreachable(target: string, left: readonly string[], where: string): Error {
  return modelError("QT_MODEL_UNREACHABLE", `The model cannot become ${target}: ${left.join(" ")}`, where);
}

function isUsable({ id, kind }: Rewrite, { avoid = [], include = [] }: CompileOptions): boolean {
  return !avoid.includes(id) && (kind === "exact" || include.includes(id));
}

function cheapest(open: ReadonlyMap<string, State>): readonly [string, State] {
  let best: readonly [string, State] | null = null;
  for (const entry of open) if (best === null || entry[1].cost < best[1].cost) best = entry;
  return best!;
}

/**
 * What is left after a rewrite; null when there is nothing for it to do, or something must go before. Only the rewrite
 * that writes out scenarios knows uncertain models.
 */
function after(state: State, rewrite: Rewrite, accepted: Features): State | null {
  const { removes, adds, addsWith, without = [], cost } = rewrite;
  if (state.features.has("uncertainty") && !removes.includes("uncertainty")) return null;
  if (!removes.some((feature) => state.features.has(feature) && !accepted.has(feature))) return null;
  if (without.some((feature) => state.features.has(feature))) return null;
  const kept = [...state.features].filter((feature) => !removes.includes(feature));
  return {
    features: new Set([...kept, ...adds, ...(addsWith?.(state.features) ?? [])]),
    cost: state.cost + cost,
    path: [...state.path, rewrite],
  };
}

function reasonOf(feature: ModelFeature, rewrites: readonly Rewrite[], options: CompileOptions): string {
  const candidates = rewrites.filter(({ removes }) => removes.includes(feature));
  const words = featureWords[feature];
  if (candidates.length === 0) return `No rewrite removes ${words}.`;
  const closed = candidates.filter((rewrite) => !isUsable(rewrite, options));
  if (closed.length === candidates.length)
    return `${words} would go with ${closed.map(({ id, kind }) => `'${id}' (${kind}, not asked for)`).join(" or ")}.`;
  const waiting = new Set(
    candidates.flatMap(({ without = [] }) => without.map((each) => featureWords[each])),
  );
  return `${words} stay because of ${[...waiting].join(", ") || "other features"} beside them.`;
}
