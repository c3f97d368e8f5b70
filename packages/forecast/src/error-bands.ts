import { predictiveQuantilesOfSorted } from "./quantiles.ts";

/** Nominal coverage of the bands: from the 10th to the 90th percentile. */
export const nominalCoverage = 0.8;
const tail = (1 - nominalCoverage) / 2;
/** Fewer errors give no band. */
const leastErrors = 10;
/** Errors kept of each kind, the latest. */
const keptErrors = 800;
/** How far one miss of weight 1 moves the level that an edge is taken at. */
const rate = 0.005;
/**
 * At least this share of the known errors stays between the edges, which may both move to one side when errors do. Below 0 a level
 * takes the extreme, and must first make up for what it missed.
 */
const leastBetween = 0.2;

/** What was learnt from past errors of one kind of prediction; plain data, it survives JSON. */
export interface LearntErrors {
  /** Actual values minus their predictions, the latest last. */
  readonly errors: readonly number[];
  /** Weight since the last of them. */
  readonly spare: number;
  /** Shares of the errors to leave out below and above, so that a tenth of what comes is missed on each side. */
  readonly below: number;
  readonly above: number;
}

/** What was learnt by kind of prediction. */
export type ErrorBands = Readonly<Record<string, LearntErrors>>;

export interface Edges {
  readonly low: number;
  readonly high: number;
}

/** Bands that learn from what really came. */
export interface BandLearner {
  /** Edges around a prediction of a kind, relative to it; null while too little is known. */
  band(kind: string): Edges | null;
  /**
   * Takes note of an error that has become known.
   * @param error actual value minus prediction
   * @param weight share of an independent error: less than 1 where several predictions of the same value count
   * @param given the band that was given with the prediction, relative to it; default: the present one
   */
  learn(kind: string, error: number, weight?: number, given?: Edges): void;
  /** Everything learnt, to go on from later. */
  learnt(): ErrorBands;
}

/**
 * 80 % bands from a process's own past errors: split conformal, its edges the predictive quantiles of the latest errors of the same
 * kind, and the level of each edge moved after every error so that its share of misses stays a tenth also where errors change
 * (adaptive conformal inference, Gibbs and Candès 2021, arXiv 2106.00170). Nothing is known of their distribution.
 */
export function createBandLearner(start: ErrorBands = {}): BandLearner {
  const kinds = new Map(Object.entries(start).map(([kind, learnt]) => [kind, kindLearner(learnt)] as const));
  return {
    band: (kind) => kinds.get(kind)?.band() ?? null,
    learn: (kind, error, weight = 1, given) => {
      const known = kinds.get(kind) ?? kindLearner({ errors: [], spare: 0, below: tail, above: tail });
      kinds.set(kind, known);
      known.learn(error, weight, given);
    },
    learnt: () => Object.fromEntries([...kinds].map(([kind, each]) => [kind, each.learnt()])),
  };
}

function kindLearner(start: LearntErrors) {
  const errors = [...start.errors];
  const sorted = [...errors].sort((left, right) => left - right);
  let { spare, below, above } = start;
  const band = (): Edges | null => {
    if (errors.length < leastErrors) return null;
    const [low, high] = predictiveQuantilesOfSorted(sorted, [below, 1 - above]);
    return { low: low!, high: high! };
  };
  const keep = (error: number): void => {
    errors.push(error);
    sorted.splice(positionOf(sorted, error), 0, error);
    if (errors.length > keptErrors) sorted.splice(positionOf(sorted, errors.shift()!), 1);
  };
  const learn = (error: number, weight: number, given?: Edges): void => {
    const edges = given ?? band();
    if (edges) {
      below = adapted(below, error < edges.low, weight, above);
      above = adapted(above, error > edges.high, weight, below);
    }
    spare += weight;
    if (spare < 1 - 1e-9 && edges) return;
    spare = Math.max(0, spare - 1);
    keep(error);
  };
  return { band, learn, learnt: (): LearntErrors => ({ errors: [...errors], spare, below, above }) };
}

/** Where a value stands, or would stand, in ascending ones: before its equals. */
function positionOf(sorted: readonly number[], value: number): number {
  let from = 0;
  let until = sorted.length;
  while (from < until) {
    const middle = (from + until) >> 1;
    if (sorted[middle]! < value) from = middle + 1;
    else until = middle;
  }
  return from;
}

function adapted(level: number, missed: boolean, weight: number, other: number): number {
  const mostLevel = 1 - leastBetween - Math.max(0, other);
  return Math.min(mostLevel, level + rate * weight * (missed ? tail - 1 : tail));
}
