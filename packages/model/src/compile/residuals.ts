/** More entries than this in the table of sums are not worth it. */
const mostSums = 1 << 16;
const mostSteps = 1 << 22;

/** What |Σ a·x − b| can be over 0-1 points. */
export interface Residuals {
  /** A lower bound of those that are not 0; Infinity when all are 0. */
  readonly smallest: number;
  /** False: none is 0. True: one may be. */
  readonly canHold: boolean;
}

/** For whole a and b; exact when the sums of the a's fit in a table. */
export function residualsOf(a: Float64Array, b: number): Residuals {
  let [least, most] = [0, 0];
  for (const value of a) {
    if (value < 0) least += value;
    else most += value;
  }
  const width = most - least + 1;
  if (b < least || b > most) return { smallest: Math.max(least - b, b - most), canHold: false };
  const hasUnit = a.some((value) => Math.abs(value) === 1);
  if (hasUnit || width > mostSums || width * a.length > mostSteps) return { smallest: 1, canHold: true };
  return ofSums(reachedSums(a, least, width), b - least);
}

function ofSums(reached: Uint8Array, target: number): Residuals {
  let smallest = Infinity;
  for (let at = 0; at < reached.length; at++) {
    const residual = Math.abs(at - target);
    if (reached[at] === 1 && residual > 0 && residual < smallest) smallest = residual;
  }
  return { smallest, canHold: reached[target] === 1 };
}

/** 1 at each sum that some point has, counted from the least one. */
function reachedSums(a: Float64Array, least: number, width: number): Uint8Array {
  let reached = new Uint8Array(width);
  reached[-least] = 1;
  for (const value of a) {
    const next = reached.slice();
    for (let at = 0; at < width; at++) if (reached[at] === 1) next[at + value] = 1;
    reached = next;
  }
  return reached;
}
