import { accuracyAt, isLate, numberText, type PointMemory, type Rule, reason, type Sample } from "./rule.ts";

const windowLength = 31;
const leastForJudgement = 11;
/** This many alike in a row are a new level of the process, not outliers. */
const newLevelAfter = 3;
/** Distance in robust standard deviations. */
const limit = 6;

/**
 * TW16: Hampel's rule. Further from the median of the last 31 plausible values than six robust standard deviations
 * (1.4826 times the median absolute deviation, not less than the declared accuracy). Only for measured quantities, that
 * is points with an accuracy: a setpoint may jump.
 */
export const outlierRule: Rule = (sample, memory) => {
  const { spec, number } = sample;
  if (number === null || !memory || isLate(sample, memory) || fitsWindow(sample, memory)) return null;
  if (memory.suspects.length + 1 >= newLevelAfter && fitsSuspects(sample, memory)) return null;
  return reason(
    "outlier",
    0.6,
    `${spec.title} at ${numberText(number)} ${spec.unit} stands out from its last values`,
  );
};

/** The window and the suspects after this sample; `plausible` says whether the other rules believe it. */
export function rememberWindow(
  sample: Sample,
  memory: PointMemory | null,
  plausible: boolean,
): Pick<PointMemory, "window" | "suspects"> {
  const { number, spec } = sample;
  const window = memory?.window ?? [];
  const suspects = memory?.suspects ?? [];
  if (!judged(spec.kind, spec.accuracy !== undefined) || number === null || !plausible)
    return { window, suspects };
  if (!memory || fitsWindow(sample, memory)) {
    return { window: [...window, number].slice(-windowLength), suspects: [] };
  }
  const alike = fitsSuspects(sample, memory) ? [...suspects, number] : [number];
  return alike.length >= newLevelAfter ? { window: alike, suspects: [] } : { window, suspects: alike };
}

const judged = (kind: string, hasAccuracy: boolean): boolean => kind === "instant" && hasAccuracy;

/** The last verdict: rule and memory ask for the same one, one after the other. */
let lastJudged: { readonly sample: Sample; readonly memory: PointMemory; readonly fits: boolean } | null =
  null;

function fitsWindow(sample: Sample, memory: PointMemory): boolean {
  if (lastJudged?.sample === sample && lastJudged.memory === memory) return lastJudged.fits;
  const fits = judgeWindow(sample, memory);
  lastJudged = { sample, memory, fits };
  return fits;
}

function judgeWindow({ spec, number }: Sample, memory: PointMemory): boolean {
  if (!judged(spec.kind, spec.accuracy !== undefined) || number === null) return true;
  if (memory.window.length < leastForJudgement) return true;
  const centre = median(memory.window);
  const distance = Math.abs(number - centre);
  const accuracy = accuracyAt(spec, centre) ?? 0;
  // The spread is never below the accuracy: most values are settled without it.
  return distance <= limit * accuracy || distance <= limit * spread(memory.window, centre, accuracy);
}

function fitsSuspects({ spec, number }: Sample, memory: PointMemory): boolean {
  const last = memory.suspects.at(-1);
  if (last === undefined || number === null) return false;
  const scale = spread(memory.window, median(memory.window), accuracyAt(spec, last) ?? 0);
  return Math.abs(number - last) <= limit * scale;
}

function spread(values: readonly number[], centre: number, accuracy: number): number {
  const deviation = median(values.map((value) => Math.abs(value - centre)));
  return Math.max(1.4826 * deviation, accuracy, 1e-9);
}

/** Room to sort windows in: a typed array sorts numbers without calling back, several times faster. */
const scratch = new Float64Array(64);

export function median(values: readonly number[]): number {
  const { length } = values;
  const sorted = length <= scratch.length ? scratch.subarray(0, length) : new Float64Array(length);
  for (let index = 0; index < length; index += 1) sorted[index] = values[index]!;
  sorted.sort();
  const middle = length >> 1;
  return length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
