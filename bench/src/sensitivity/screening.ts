import { billEurOf, plannedOf, type SensitivityRow } from "./rows.ts";

/** How far a value moves the bill and the savings of native controllers, the larger of lower and higher. */
export interface ScreenedValue {
  readonly value: string;
  /** Of B1's bill, %. */
  readonly billPct: number;
  /** Of what a well-run plant (B1) saves on the plant as found (B0), percentage points. */
  readonly wellRunSavingPp: number;
  /** Of what the price rule (B2) saves on B1, percentage points, where the block counts; null where none does. */
  readonly ruleSavingPp: number | null;
}

/** Values of a screening, the one that moves the bill most first. */
export function screened(rows: readonly SensitivityRow[]): readonly ScreenedValue[] {
  const figures = rows.flatMap(({ value, bench, changePct }) =>
    bench ? [{ value, changePct, ...figuresOf(bench) }] : [],
  );
  const base = figures.find(({ changePct }) => changePct === 0);
  if (!base) return [];
  const changed = Map.groupBy(
    figures.filter(({ changePct }) => changePct !== 0),
    ({ value }) => value,
  );
  return [...changed]
    .map(([value, both]) => {
      const most = (of: (figures: Figures) => number): number =>
        Math.max(...both.map((each) => Math.abs(of(each) - of(base))));
      return {
        value,
        billPct: (100 * most(({ billEur }) => billEur)) / base.billEur,
        wellRunSavingPp: most(({ wellRunPct }) => wellRunPct),
        ruleSavingPp: both.some(({ counts }) => counts)
          ? Math.max(
              ...both.filter(({ counts }) => counts).map(({ rulePct }) => Math.abs(rulePct - base.rulePct)),
            )
          : null,
      };
    })
    .sort((left, right) => right.billPct - left.billPct);
}

/** So many of the ten are chosen by the bill, the others by the saving. */
const byBill = 7;
const chosen = 10;

/**
 * Ids of the ten values the sensitivity is measured for: the seven that move the bill of a well-run plant most, and of the others the
 * three that move most what a price rule saves on it. What moves the bill is not what moves a saving.
 */
export function mostInfluential(values: readonly ScreenedValue[]): readonly string[] {
  const rest = values
    .slice(byBill)
    .sort((left, right) => (right.ruleSavingPp ?? 0) - (left.ruleSavingPp ?? 0));
  return [...values.slice(0, byBill), ...rest.slice(0, chosen - byBill)].map(({ value }) => value);
}

interface Figures {
  readonly billEur: number;
  readonly wellRunPct: number;
  readonly rulePct: number;
  readonly counts: boolean;
}

const figuresOf = (bench: NonNullable<SensitivityRow["bench"]>): Figures => ({
  billEur: billEurOf(bench, "b1"),
  wellRunPct: bench.rows.find(({ controller }) => controller === "b1")!.savingOnB0Pct,
  rulePct: plannedOf(bench).savingOnB1Pct,
  counts: bench.counts,
});
