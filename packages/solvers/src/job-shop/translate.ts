import type { Model } from "@qtwin/model";
import { operationCount } from "../shop/problem.ts";
import { scheduleOrder, scheduleValues } from "../shop/schedule-values.ts";
import type { JobShopReading } from "./read-job-shop.ts";

/** Absolute; times are compared in the model's own unit. */
const timeTolerance = 1e-9;

/** The model's variables of a list of operations in ticks: each starts as early as it can, in exact times; null: too late. */
export function valuesOf(model: Model, reading: JobShopReading, order: Int32Array): Float64Array | null {
  const { problem, operationOf } = reading;
  const operations = Int32Array.from(order).fill(-1);
  operationOf.forEach((operation, at) => {
    operations[operation] = at;
  });
  const start = new Float64Array(operationCount(problem));
  const machineReady = new Float64Array(problem.machineCount).fill(-Infinity);
  for (const each of order) {
    const at = operations[each]!;
    if (at < 0) continue;
    const isFirst = at === problem.jobStart[problem.jobOf[at]!];
    const byJob = isFirst ? -Infinity : start[at - 1]! + problem.delay[at - 1]!;
    const on = problem.machine[at]!;
    start[at] = Math.max(problem.release[at]!, byJob, machineReady[on]!);
    if (start[at]! > problem.latest[at]! + timeTolerance) return null;
    machineReady[on] = start[at]! + problem.duration[at]!;
  }
  const options = Int32Array.from(start.keys());
  const values = scheduleValues(problem, options, start);
  for (const { column } of problem.ends)
    if (values[column]! > model.variables.upper[column]! + timeTolerance) return null;
  return values;
}

/** The list of operations in ticks that values of the model's variables stand for. */
export function orderOf(
  { problem, shop, operationOf }: JobShopReading,
  values: ArrayLike<number>,
): Int32Array {
  const order = new Int32Array(shop.operationCount);
  let write = 0;
  for (const at of scheduleOrder(problem, values).order) {
    const operation = operationOf[at]!;
    order[write++] = operation;
    const wait = shop.jobAfter[operation]!;
    if (wait < shop.operationCount && shop.machine[wait] === -1) order[write++] = wait;
  }
  return order;
}
