/** From which saving on a proposal may ask for a person's attention. */
export interface ThresholdPolicy {
  readonly minSavingEur: number;
  /** Of the cost of the remaining day, in per cent. */
  readonly minSavingPct: number;
  readonly maxAsksPerShift: number;
}

/** Foundry rules, section 8. */
export const defaultThreshold: ThresholdPolicy = { minSavingEur: 25, minSavingPct: 0.5, maxAsksPerShift: 3 };

export interface ThresholdInput {
  /** Saving against what is in force now: the approved plan, else native control. */
  readonly savingEur: number;
  /** What the remaining day costs with what is in force now. */
  readonly remainingCostEur: number;
  /** The plan in force cannot be kept; always asked for. */
  readonly currentInfeasible: boolean;
  readonly asksThisShift: number;
}

export interface ThresholdVerdict {
  readonly ask: boolean;
  readonly reasons: readonly string[];
}

/** Whether a proposal is worth a person's attention; the reasons say why, or why not. */
export function worthAsking(input: ThresholdInput, policy: ThresholdPolicy): ThresholdVerdict {
  if (input.currentInfeasible) return { ask: true, reasons: ["The plan in force can no longer be kept."] };
  const reasons: string[] = [];
  const minOfDayEur = (policy.minSavingPct / 100) * Math.abs(input.remainingCostEur);
  if (!(input.savingEur > policy.minSavingEur)) {
    reasons.push(`It saves ${euro(input.savingEur)}; proposals start above ${euro(policy.minSavingEur)}.`);
  }
  if (!(input.savingEur > minOfDayEur)) {
    reasons.push(
      `It saves ${euro(input.savingEur)}; ${policy.minSavingPct} % of the remaining day is ${euro(minOfDayEur)}.`,
    );
  }
  if (input.asksThisShift >= policy.maxAsksPerShift) {
    reasons.push(`This shift was already asked ${input.asksThisShift} times.`);
  }
  if (reasons.length > 0) return { ask: false, reasons };
  return { ask: true, reasons: [`It saves ${euro(input.savingEur)} on the remaining day.`] };
}

const euro = (amount: number): string => `${amount.toFixed(2)} EUR`;
