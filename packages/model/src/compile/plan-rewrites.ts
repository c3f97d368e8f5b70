import { modelError } from "../errors.ts";
import { featureWords, type ModelFeature, modelFeatures } from "./features.ts";
import type { CompileOptions } from "./options.ts";
import type { Rewrite } from "./rewrite.ts";

export type RewritePlan =
  | { readonly reachable: true; readonly path: readonly Rewrite[] }
  /** `left`: what stays in the way, in sentences. */
  | { readonly reachable: false; readonly left: readonly string[] };

type Features = ReadonlySet<ModelFeature>;

interface State {
  readonly features: Features;
  readonly key: number;
  readonly cost: number;
  /** How it was reached; null: where we are. */
  readonly by: { readonly rewrite: Rewrite; readonly from: State } | null;
}

/** Below 2^53 as long as there are at most 53 features. */
const weightOf = new Map(modelFeatures.map((feature, position) => [feature, 2 ** position]));

function keyOf(features: Features): number {
  let key = 0;
  for (const feature of features) key += weightOf.get(feature)!;
  return key;
}

/** The cheapest order of rewrites from a model with these features to one that has accepted ones only (Dijkstra). */
export function planRewrites(
  from: Features,
  accepted: Features,
  rewrites: readonly Rewrite[],
  options: CompileOptions = {},
): RewritePlan {
  const usable = rewrites.filter((rewrite) => closedBecause(rewrite, options) === null);
  const open = new OpenStates();
  open.add({ features: from, key: keyOf(from), cost: 0, by: null });
  let nearest: { readonly left: readonly ModelFeature[]; readonly features: Features } | null = null;
  for (let state = open.take(); state; state = open.take()) {
    const left = [...state.features].filter((feature) => !accepted.has(feature));
    if (left.length === 0) return { reachable: true, path: pathTo(state) };
    if (nearest === null || left.length < nearest.left.length) nearest = { left, features: state.features };
    for (const rewrite of usable) {
      const next = after(state, rewrite, accepted);
      if (next) open.add(next);
    }
  }
  const { left, features } = nearest!;
  return { reachable: false, left: left.map((feature) => reasonOf(feature, features, rewrites, options)) };
}

/** @throws QT_MODEL_UNREACHABLE with every reason */
export function unreachable(target: string, left: readonly string[], where: string): Error {
  return modelError("QT_MODEL_UNREACHABLE", `The model cannot become ${target}: ${left.join(" ")}`, where);
}

/** States by cost, the cheapest first and each set of features once; costs are small whole numbers. */
class OpenStates {
  private readonly byCost: State[][] = [];
  private readonly cheapest = new Map<number, number>();
  private cost = 0;

  add(state: State): void {
    const known = this.cheapest.get(state.key);
    if (known !== undefined && known <= state.cost) return;
    this.cheapest.set(state.key, state.cost);
    this.byCost[state.cost] ??= [];
    this.byCost[state.cost]!.push(state);
  }

  take(): State | undefined {
    for (; this.cost < this.byCost.length; this.cost++) {
      for (let state = this.byCost[this.cost]?.shift(); state; state = this.byCost[this.cost]?.shift())
        if (this.cheapest.get(state.key) === state.cost) return state;
    }
    return undefined;
  }
}

function pathTo(state: State): readonly Rewrite[] {
  const path: Rewrite[] = [];
  for (let at = state; at.by; at = at.by.from) path.push(at.by.rewrite);
  return path.reverse();
}

/**
 * What is left after a rewrite; null when there is nothing for it to do, or something must go before. Only the rewrite
 * that writes out scenarios knows uncertain models.
 */
function after(from: State, rewrite: Rewrite, accepted: Features): State | null {
  const { removes, adds, addsWith, without = [], costWith } = rewrite;
  const before = from.features;
  if (before.has("uncertainty") && !removes.includes("uncertainty")) return null;
  if (!removes.some((feature) => before.has(feature) && !accepted.has(feature))) return null;
  if (without.some((feature) => before.has(feature))) return null;
  const features = new Set(before);
  for (const feature of removes) features.delete(feature);
  for (const feature of adds) features.add(feature);
  for (const feature of addsWith?.(before) ?? []) features.add(feature);
  const cost = from.cost + (costWith?.(accepted) ?? rewrite.cost);
  return { features, key: keyOf(features), cost, by: { rewrite, from } };
}

/** Encodings of one thing: the option picks one of them. */
function encodingsOf({
  integerEncoding,
  choiceEncoding = "one-hot",
}: CompileOptions): ReadonlyMap<string, boolean> {
  const integer = ["log", "unary", "one-hot", "domain-wall"].map(
    (each) => [`integer-${each}`, integerEncoding === undefined || each === integerEncoding] as const,
  );
  const choice = ["one-hot", "domain-wall"].map(
    (each) => [`choice-${each}`, each === choiceEncoding] as const,
  );
  return new Map([...integer, ...choice]);
}

/** Why the options rule a rewrite out, in a few words; null when they do not. */
function closedBecause({ id, kind }: Rewrite, options: CompileOptions): string | null {
  if (options.avoid?.includes(id)) return "to be avoided";
  if (kind !== "exact" && !options.include?.includes(id)) return `a ${kind}, not asked for`;
  return encodingsOf(options).get(id) === false ? "another encoding is asked for" : null;
}

function reasonOf(
  feature: ModelFeature,
  beside: Features,
  rewrites: readonly Rewrite[],
  options: CompileOptions,
): string {
  const candidates = rewrites.filter(({ removes }) => removes.includes(feature));
  const words = featureWords[feature];
  if (candidates.length === 0) return `No rewrite removes ${words}.`;
  const open = candidates.filter((rewrite) => closedBecause(rewrite, options) === null);
  if (open.length === 0) {
    const closed = candidates.map((each) => `'${each.id}' (${closedBecause(each, options)})`);
    return `Only ${closed.join(" or ")} would remove ${words}.`;
  }
  const waiting = new Set(
    open.flatMap(({ without = [] }) =>
      without.filter((each) => beside.has(each)).map((each) => featureWords[each]),
    ),
  );
  return `There is no way to remove ${words}${waiting.size > 0 ? ` beside ${[...waiting].join(", ")}` : ""}.`;
}
