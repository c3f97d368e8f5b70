import { operationCount, type ShopProblem } from "./problem.ts";

/**
 * The model's variables of a schedule.
 * @param optionOf option of each operation
 * @param startOf start of each operation
 */
export function scheduleValues(
  problem: ShopProblem,
  optionOf: ArrayLike<number>,
  startOf: ArrayLike<number>,
): Float64Array {
  const values = problem.fixedValues.slice();
  const { startColumn, choiceColumn, optionStart } = problem;
  for (let operation = 0; operation < startColumn.length; operation++) {
    values[startColumn[operation]!] = startOf[operation]!;
    for (let option = optionStart[operation]!; option < optionStart[operation + 1]!; option++)
      if (choiceColumn[option]! >= 0) values[choiceColumn[option]!] = option === optionOf[operation] ? 1 : 0;
  }
  for (const { column, lower, arcs } of problem.ends) {
    let end = lower;
    for (const { operation, lag } of arcs)
      end = Math.max(end, startOf[operation]! + lag[optionOf[operation]! - optionStart[operation]!]!);
    if (end > -Infinity) values[column] = end;
  }
  return values;
}

/** Which option each operation takes, and all operations in an order that keeps the order of every job. */
export interface ScheduleOrder {
  readonly optionOf: Int32Array;
  readonly order: Int32Array;
}

/** The order and assignment that values of the model's variables stand for; they need not be feasible. */
export function scheduleOrder(problem: ShopProblem, values: ArrayLike<number>): ScheduleOrder {
  const { startColumn, choiceColumn, optionStart, jobStart } = problem;
  const optionOf = Int32Array.from(startColumn, (_, operation) => {
    let best = optionStart[operation]!;
    for (let option = best + 1; option < optionStart[operation + 1]!; option++)
      if (values[choiceColumn[option]!]! > values[choiceColumn[best]!]!) best = option;
    return best;
  });
  // Of those that start together the shorter is first, as on a machine, but none before those ahead of it in its job.
  const moment = Float64Array.from(startColumn, (column) =>
    Number.isFinite(values[column]) ? values[column]! : 0,
  );
  const length = Float64Array.from(optionOf, (option) => problem.duration[option]!);
  for (let job = 0; job < jobStart.length - 1; job++)
    for (let at = jobStart[job]! + 1; at < jobStart[job + 1]!; at++) {
      if (moment[at]! > moment[at - 1]!) continue;
      moment[at] = moment[at - 1]!;
      length[at] = Math.max(length[at]!, length[at - 1]!);
    }
  const order = Int32Array.from({ length: operationCount(problem) }, (_, operation) => operation);
  order.sort((a, b) => moment[a]! - moment[b]! || length[a]! - length[b]! || a - b);
  return { optionOf, order };
}
