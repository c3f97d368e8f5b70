import { furnacesKw, netKw } from "./dispatch.ts";
import { type EnergyFacts, stepHours } from "./facts.ts";
import { largestPeakMarginKw } from "./load.ts";
import { mostKw, mostKwh, type PowersOf, type Slot } from "./replay.ts";

/** Halvings of the range in which the lowest peak is sought: to about a kW. */
const halvings = 10;

interface Levelled {
  /** Per furnace and step. */
  readonly powersKw: number[][];
  /** Taken in one step beyond the peak, at most. */
  readonly beyondKw: number;
}

/**
 * Powers of heats whose starts and taps stand, so that the highest quarter-hour is as low as may be, and not lower than is worth
 * something: below that peak the heat that is tapped first gets what there is.
 * @param slots per furnace
 */
export const levelledKw: PowersOf = (facts, slots, course) => {
  const otherKw = course.importKw.map((_, step) => netKw(facts, course, step) - furnacesKw(course, step));
  const { targetKw, floorKw, soFarKw } = facts.peak;
  let lowKw = Math.min(targetKw, Math.max(floorKw, soFarKw) - largestPeakMarginKw(facts));
  let highKw = Math.max(lowKw, targetKw);
  const atLowest = below(facts, slots, otherKw, lowKw);
  if (atLowest.beyondKw <= 0) return atLowest.powersKw;
  let best = below(facts, slots, otherKw, highKw);
  for (let i = 0; i < halvings && best.beyondKw <= 0; i++) {
    const peakKw = (lowKw + highKw) / 2;
    const tried = below(facts, slots, otherKw, peakKw);
    if (tried.beyondKw > 0) lowKw = peakKw;
    else [best, highKw] = [tried, peakKw];
  }
  return best.powersKw;
};

function below(
  facts: EnergyFacts,
  slots: readonly (readonly Slot[])[],
  otherKw: readonly number[],
  peakKw: number,
): Levelled {
  const { occupiedKw } = facts.plant.melt;
  const powersKw = slots.map(() => new Array<number>(facts.grid.count).fill(0));
  const missingKwh = slots.map((own) => own.map(({ needsKwh }) => needsKwh));
  let beyondKw = 0;
  for (let step = 0; step < facts.grid.count; step++) {
    const hours = stepHours(facts, step);
    const here = slots
      .flatMap((own, furnace) => own.map((slot, heat) => ({ slot, furnace, heat })))
      .filter(({ slot }) => slot.startStep <= step && step <= slot.tapStep)
      .sort((left, right) => left.slot.tapStep - right.slot.tapStep);
    let freeKw = peakKw - otherKw[step]!;
    const leastKw = here.map(({ slot, furnace, heat }) => {
      const nowKwh = missingKwh[furnace]![heat]! - mostKwh(facts, slot, step + 1);
      // What is not tapped within the grid need not be done in it.
      return occupiedKw + (slot.tapStep < facts.grid.count ? Math.max(0, nowKwh) / hours : 0);
    });
    freeKw -= leastKw.reduce((sum, kw) => sum + kw, 0);
    beyondKw = Math.max(beyondKw, -freeKw);
    here.forEach(({ slot, furnace, heat }, i) => {
      const wantedKw = occupiedKw + missingKwh[furnace]![heat]! / hours;
      const moreKw = Math.max(
        0,
        Math.min(freeKw, Math.min(mostKw(facts, slot, step), wantedKw) - leastKw[i]!),
      );
      freeKw -= moreKw;
      powersKw[furnace]![step] = leastKw[i]! + moreKw;
      missingKwh[furnace]![heat]! -= (leastKw[i]! + moreKw - occupiedKw) * hours;
    });
  }
  return { powersKw, beyondKw };
}
