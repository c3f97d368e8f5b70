import type { DescribedValue, LearntValue } from "@qtwin/usecases";
import { type Recovery, recover } from "./learning/recovery.ts";

export interface LearningBenchOptions {
  /** Folder of the public data sets. */
  readonly dataDir: string;
  /** Local date on which the stretch begins. */
  readonly fromDate: string;
  readonly days: number;
  /** Plants: each has deviations, disturbances and meters of its own. */
  readonly seeds: readonly number[];
  /** Largest share by which a plant differs from its description. */
  readonly mismatch: number;
  readonly onProgress?: (line: string) => void;
}

/** One value over all plants. */
export interface LearningBenchRow extends DescribedValue {
  readonly plants: number;
  readonly accepted: number;
  /** How often the interval held the true value. */
  readonly in80: number;
  readonly in95: number;
  /** Mean distance from the true value, % of it: of the site's value and of the learnt one. */
  readonly siteErrorPct: number;
  readonly learntErrorPct: number;
  /** Mean half-width of the 95 % interval, % of the value. */
  readonly width95Pct: number;
  readonly notAccepted: Readonly<Partial<Record<LearntValue["verdict"], number>>>;
}

export interface LearningBench {
  readonly fromDate: string;
  readonly days: number;
  readonly seeds: readonly number[];
  readonly mismatch: number;
  readonly rows: readonly LearningBenchRow[];
  /** Over all values and plants of which there were enough measurements. */
  readonly coverage: { readonly values: number; readonly in80Pct: number; readonly in95Pct: number };
  readonly seconds: number;
}

/**
 * Plants that differ from their description, run natively for some days: what their meters teach beside what is true,
 * and how often the intervals hold it.
 */
export async function runLearningBench(options: LearningBenchOptions): Promise<LearningBench> {
  const beganMs = performance.now();
  const { dataDir, fromDate, days, seeds, mismatch, onProgress } = options;
  const byValue = new Map<string, Recovery[]>();
  for (const seed of seeds) {
    const recovered = await recover({ dataDir, fromDate, days, seed, mismatch: { share: mismatch } });
    const known = recovered.filter(({ learnt }) => learnt.verdict !== "too-few");
    onProgress?.(
      `plant ${seed}: ${known.filter(({ in80 }) => in80).length} of ${known.length} values inside their 80 % interval, ` +
        `${known.filter(({ in95 }) => in95).length} inside 95 %`,
    );
    for (const each of recovered) byValue.set(each.learnt.id, [...(byValue.get(each.learnt.id) ?? []), each]);
  }
  const measured = [...byValue.values()].flat().filter(({ learnt }) => learnt.verdict !== "too-few");
  return {
    fromDate,
    days,
    seeds,
    mismatch,
    rows: [...byValue.values()].map(rowOf),
    coverage: {
      values: measured.length,
      in80Pct: 100 * share(measured, ({ in80 }) => in80),
      in95Pct: 100 * share(measured, ({ in95 }) => in95),
    },
    seconds: (performance.now() - beganMs) / 1000,
  };
}

const share = <Item>(items: readonly Item[], is: (item: Item) => boolean): number =>
  items.filter(is).length / Math.max(1, items.length);

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function rowOf(all: readonly Recovery[]): LearningBenchRow {
  const { id, asset, title, unit, siteValue } = all[0]!.learnt;
  const verdicts: Partial<Record<LearntValue["verdict"], number>> = {};
  for (const { learnt } of all)
    if (learnt.verdict !== "accepted") verdicts[learnt.verdict] = (verdicts[learnt.verdict] ?? 0) + 1;
  const measured = all.filter(({ learnt }) => learnt.verdict !== "too-few");
  const percent = (of: (recovery: Recovery) => number): number => 100 * mean(measured.map(of));
  return {
    id,
    asset,
    title,
    unit,
    siteValue,
    plants: measured.length,
    accepted: measured.filter(({ learnt }) => learnt.verdict === "accepted").length,
    in80: measured.filter(({ in80 }) => in80).length,
    in95: measured.filter(({ in95 }) => in95).length,
    siteErrorPct: percent(({ truth }) => Math.abs(siteValue / truth - 1)),
    learntErrorPct: percent(({ learnt, truth }) => Math.abs(learnt.value / truth - 1)),
    width95Pct: percent(({ learnt }) => (learnt.high95 - learnt.low95) / 2 / Math.abs(learnt.value)),
    notAccepted: verdicts,
  };
}
