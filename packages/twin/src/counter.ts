/** What happened between two readings of a counter. */
export interface CounterStep {
  /** Never negative. */
  readonly increase: number;
  readonly event: "none" | "rollover" | "reset";
}

/**
 * The increase between two readings (TW25). A reading below the one before is a roll-over when the counter was in the
 * last tenth of its span and is now in the first; else it was reset, and what it shows has been counted since.
 * @param rollover value at which the counter starts again at 0
 */
export function counterStep(before: number, after: number, rollover?: number): CounterStep {
  if (after >= before) return { increase: after - before, event: "none" };
  if (rollover !== undefined && before >= 0.9 * rollover && after <= 0.1 * rollover) {
    return { increase: rollover - before + after, event: "rollover" };
  }
  return { increase: Math.max(0, after), event: "reset" };
}
