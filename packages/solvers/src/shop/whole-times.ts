import type { Model } from "@qtwin/model";
import { variableKinds } from "@qtwin/model";
import type { ShopProblem } from "./problem.ts";

const integer = variableKinds.indexOf("integer");

/** Starts that are whole numbers need times that are. */
export function fractionReasons(model: Model, problem: ShopProblem): string[] {
  const columns = [...problem.startColumn, ...problem.ends.map(({ column }) => column)];
  const whole = columns.find((column) => model.variables.kind[column] === integer);
  if (whole === undefined) return [];
  const times = [
    problem.duration,
    problem.delay,
    problem.release,
    ...problem.ends.flatMap(({ lower, arcs }) => [[lower], ...arcs.map(({ lag }) => lag)]),
    ...problem.machines.flatMap(({ setup, downtimes }) => [
      setup ?? [],
      downtimes.flatMap(({ start, duration }) => [start, duration]),
    ]),
  ];
  const isWhole = (list: ArrayLike<number>): boolean =>
    Array.prototype.every.call(list, (time: number) => Number.isInteger(time) || !Number.isFinite(time));
  return times.every(isWhole)
    ? []
    : [`'${model.variables.names[whole]}' is a whole number, and not all times are.`];
}
