/** Whole ticks of time: time = ticks · step / scale. */
export interface TickGrid {
  readonly scale: number;
  readonly step: number;
  /** Whether all times are whole ticks; else they are rounded up. */
  readonly isExact: boolean;
}

/** Ticks of a whole shop stay below this, so that sums fit into 32 bits. */
const mostTicks = 2 ** 29;
/** Distance from a whole number of ticks that is rounding. */
const tickTolerance = 1e-6;

/**
 * The fewest ticks for which all times are whole: parts of a unit are powers of ten, and a common divisor is divided out;
 * where that is too many, or none are enough, as many as there is room for.
 * @param longest what no sum of times is above
 */
export function gridOf(times: readonly number[], longest: number): TickGrid {
  for (let scale = 1; scale <= 1e6; scale *= 10) {
    if (!times.every((time) => isWhole(time * scale))) continue;
    const step = times.reduce((divisor, time) => commonDivisor(divisor, Math.round(time * scale)), 0) || 1;
    if ((longest * scale) / step < mostTicks) return { scale, step, isExact: true };
    break;
  }
  return { scale: mostTicks / 2 / longest, step: 1, isExact: false };
}

/** Rounded up. */
export const ticksOf = ({ scale, step }: TickGrid, time: number): number =>
  Math.ceil((time * scale) / step - tickTolerance);

export const timeOf = ({ scale, step }: TickGrid, ticks: number): number => (ticks * step) / scale;

const isWhole = (value: number): boolean =>
  Math.abs(value - Math.round(value)) <= tickTolerance * Math.min(1, Math.abs(value));

function commonDivisor(a: number, b: number): number {
  let [large, small] = [a, b];
  while (small > 0) [large, small] = [small, large % small];
  return large;
}
