/** Positions in the weights of a row; together they say what the row says. */
export type ConflictRows = readonly (readonly number[])[];

/**
 * Rows "at most one of these literals" that together say Σ weights·literal ≤ limit, and need no slack; null when there
 * are none, because a set without two conflicting literals is too heavy or one literal is. Big-M rows Σ x ≤ n·y and
 * knapsacks into which no two things fit are such rows: literals i and k conflict when weight i + weight k > limit.
 * @param weights positive
 */
export function conflictRows(weights: Float64Array, limit: number): ConflictRows | null {
  const order = Array.from(weights.keys()).sort((a, b) => weights[a]! - weights[b]! || a - b);
  const sorted = Float64Array.from(order, (position) => weights[position]!);
  if (!conflictsSuffice(sorted, limit)) return null;
  const rows: number[][] = [];
  const core = sorted.findIndex((weight, at) => at + 1 < sorted.length && weight + sorted[at + 1]! > limit);
  if (core < 0) return [];
  rows.push(order.slice(core));
  for (let light = core - 1; light >= 0; light--) {
    const heavy = sorted.findIndex((weight) => weight > limit - sorted[light]!);
    if (heavy < 0) break;
    rows.push([order[light]!, ...order.slice(heavy)]);
  }
  return rows;
}

/** The heaviest sets without conflict are one literal and all lighter ones that fit beside it. */
function conflictsSuffice(sorted: Float64Array, limit: number): boolean {
  const sums = new Float64Array(sorted.length + 1);
  sorted.forEach((weight, at) => {
    sums[at + 1] = sums[at]! + weight;
  });
  let fitting = sorted.length;
  return sorted.every((weight, at) => {
    while (fitting > 0 && sorted[fitting - 1]! > limit - weight) fitting--;
    return weight + sums[Math.min(fitting, at)]! <= limit;
  });
}
