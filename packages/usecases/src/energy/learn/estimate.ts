import type { LearningPeriod, LearntValue, RecordReader } from "../../contract.ts";
import type { EnergyParameters } from "../parameters.ts";
import { airRelations } from "./air-relations.ts";
import { batteryRelation } from "./battery-relation.ts";
import { hallRelation } from "./hall-relation.ts";
import { type LearnableValue, learnableValues, priorOf } from "./learnable-values.ts";
import { meltRelations } from "./melt-relations.ts";
import { type Readings, readReadings } from "./readings.ts";
import { dot, type Posterior, type Prior, regress } from "./regression.ts";
import type { Relation, Row } from "./relation.ts";

/** Fewer measurements teach nothing. */
const leastRows = 20;
/** The first part of a stretch teaches; the rest tells whether what was learnt predicts better. */
const teachingShare = 0.7;
const leastHeldOut = 5;
/** Learnt only if the measurements narrow what was known to this share of its width. */
const mostWidth = 0.6;
/** A value further from the site's is rather a wrong meter or a wrong description. */
const mostDeviation = 0.5;
/** Half-widths of intervals in standard deviations. */
const [z80, z95] = [1.2816, 1.96];

const relationsOf = (readings: Readings, parameters: EnergyParameters): readonly Relation[] => [
  ...meltRelations(readings, parameters),
  ...airRelations(readings, parameters),
  hallRelation(readings, parameters),
  batteryRelation(readings, parameters),
];

/** Every learnable value with its interval, and whether it may be planned with. */
export async function estimate(
  history: RecordReader,
  parameters: EnergyParameters,
  period: LearningPeriod,
): Promise<readonly LearntValue[]> {
  const readings = await readReadings(history, parameters, period);
  const known = new Map(learnableValues(parameters.described).map((value) => [value.id, value]));
  return relationsOf(readings, parameters).flatMap((relation) => {
    const values = relation.valueIds.map((id) => known.get(id)!);
    return estimateRelation(relation, values, parameters, period);
  });
}

function estimateRelation(
  relation: Relation,
  values: readonly LearnableValue[],
  { described }: EnergyParameters,
  { fromMs, untilMs, sinceMs }: LearningPeriod,
): readonly LearntValue[] {
  const priors = [...values.map((value) => priorOf(value, described)), ...relation.nuisances];
  // What one value must not be learnt from tells nothing about the others either: they share their measurements.
  const startMs = Math.max(fromMs, ...values.map(({ id }) => sinceMs?.(id) ?? fromMs));
  const counts = ({ atMs }: Row): boolean => atMs > startMs;
  const rows = inOrder(relation.rows).filter(counts);
  const posterior = fit(relation, priors, counts);
  const isExcited = (i: number): boolean => posterior.sd[i]! / priors[i]!.sd <= mostWidth;
  const trial = tried(relation, rows, priors, isExcited);
  return values.map((value, i) => {
    const prior = priors[i]!;
    const sd = Math.hypot(posterior.sd[i]!, relation.gainShare * Math.abs(posterior.mean[i]!));
    const samples = rows.filter(({ x }) => x[i] !== 0).length;
    const { verdict, reason } = verdictOf({ relation, prior, posterior, i, samples, trial });
    const isLearnt = verdict !== "too-few";
    const mean = isLearnt ? posterior.mean[i]! : prior.mean;
    const width = isLearnt ? sd : prior.sd;
    return {
      id: value.id,
      asset: value.asset,
      title: value.title,
      unit: value.unit,
      siteValue: prior.mean,
      value: mean,
      low80: mean - z80 * width,
      high80: mean + z80 * width,
      low95: mean - z95 * width,
      high95: mean + z95 * width,
      samples,
      fromMs: startMs,
      untilMs,
      verdict,
      reason,
    };
  });
}

/** Mean absolute errors on the later part of a stretch, of the site's values and of what the earlier part taught. */
interface Trial {
  readonly site: number;
  readonly learnt: number;
  readonly rows: number;
}

const inOrder = (rows: readonly Row[]): Row[] => rows.toSorted((left, right) => left.atMs - right.atMs);

/** Tangents until they meet the curve: four are more than enough within the prior's width. */
const tangents = 4;

function fit(relation: Relation, priors: readonly Prior[], counts: (row: Row) => boolean): Posterior {
  let posterior = regress(inOrder(relation.rows).filter(counts), priors, relation.leastNoise);
  for (let round = 1; relation.rowsAbout && round < tangents; round++) {
    const rows = inOrder(relation.rowsAbout(posterior.mean)).filter(counts);
    posterior = regress(rows, priors, relation.leastNoise);
  }
  return posterior;
}

function tried(
  relation: Relation,
  rows: readonly Row[],
  priors: readonly Prior[],
  isExcited: (i: number) => boolean,
): Trial | null {
  const teaching = Math.floor(rows.length * teachingShare);
  const [first, from, until] = [rows[0], rows[teaching], rows.at(-1)];
  if (!first || !from || !until || rows.length - teaching < leastHeldOut) return null;
  const taught = fit(relation, priors, ({ atMs }) => atMs >= first.atMs && atMs < from.atMs);
  const isLater = ({ atMs }: Row): boolean => atMs >= from.atMs && atMs <= until.atMs;
  const error = (means: readonly number[]): number => {
    const values = means.slice(0, relation.valueIds.length);
    return meanError((relation.rowsAbout?.(values) ?? relation.rows).filter(isLater), values);
  };
  return {
    site: error(priors.map(({ mean }) => mean)),
    // As it would be planned with: what was not learnt stays as the site says.
    learnt: error(taught.mean.map((mean, i) => (isExcited(i) ? mean : priors[i]!.mean))),
    rows: rows.length - teaching,
  };
}

/** Mean absolute error of values on rows; errors of meters are not taken out, since plans meet them too. */
const meanError = (rows: readonly Row[], values: readonly number[]): number =>
  rows.reduce((sum, row) => sum + Math.abs(row.y - predicted(row, values)), 0) / Math.max(1, rows.length);

/** By the values alone: the columns behind them belong to meters. */
export const predicted = ({ x }: Row, values: readonly number[]): number => dot(values, x);

interface Judged {
  readonly relation: Relation;
  readonly prior: Prior;
  readonly posterior: Posterior;
  readonly i: number;
  readonly samples: number;
  readonly trial: Trial | null;
}

function verdictOf(judged: Judged): Pick<LearntValue, "verdict" | "reason"> {
  const { relation, prior, posterior, i, samples, trial } = judged;
  if (samples < leastRows || trial === null) {
    return { verdict: "too-few", reason: `${samples} measurements are there, ${leastRows} are needed.` };
  }
  const width = posterior.sd[i]! / prior.sd;
  if (width > mostWidth) {
    const share = Math.round(100 * width);
    const reason = `The plant was not run differently enough: its interval is still ${share} % as wide as before.`;
    return { verdict: "not-excited", reason };
  }
  if (Math.abs(posterior.mean[i]! / prior.mean - 1) > mostDeviation) {
    const reason = "It is more than half off the site's value: look at the meters and at the description.";
    return { verdict: "implausible", reason };
  }
  const [learnt, site] = [trial.learnt, trial.site].map(
    (error) => `${error.toPrecision(3)} ${relation.unit}`,
  );
  const errors = `${learnt} mean error on ${trial.rows} later measurements, ${site} with the site's values`;
  if (trial.learnt > trial.site)
    return { verdict: "not-better", reason: `It predicts no better: ${errors}.` };
  return { verdict: "accepted", reason: `It predicts better: ${errors}.` };
}
