import type { Model, NoOverlap } from "@qtwin/model";

/**
 * A shop with time for one operation after the other. Our readers end the horizon where a first schedule does; no better one
 * is lost by that, but who has no such schedule at hand searches long for one that fits: others get all the time there is.
 * Setups beyond the horizon, which stand for pairs that cannot occur, stay beyond it.
 */
export function withLooseHorizon(model: Model): Model {
  const { variables, structures } = model;
  const machines = structures.filter((each) => each.kind === "no-overlap");
  const horizon = variables.upper.reduce((most, upper) => Math.max(most, upper), 0);
  const longest = longestByStart(machines, horizon);
  const loose = Array.from(longest.values()).reduce((sum, time) => sum + time, 0);
  if (loose <= horizon) return model;
  const isTime = (column: number): boolean => longest.has(column) || model.objective.linear[column] !== 0;
  const upper = variables.upper.map((most, column) => (isTime(column) ? most + loose - horizon : most));
  const kept = (time: number): number => (time > horizon ? loose + 1 : time);
  const loosened = structures.map((each) =>
    each.kind === "no-overlap" && each.setup ? { ...each, setup: each.setup.map(kept) } : each,
  );
  return { ...model, variables: { ...variables, upper }, structures: loosened };
}

/** By start column: its longest duration with the longest setup before it that can occur. */
function longestByStart(machines: readonly NoOverlap[], horizon: number): Map<number, number> {
  const longest = new Map<number, number>();
  for (const { start, duration, setup } of machines)
    start.forEach((column, at) => {
      let pause = 0;
      for (let entry = at; setup && entry < setup.length; entry += start.length)
        if (setup[entry]! <= horizon) pause = Math.max(pause, setup[entry]!);
      longest.set(column, Math.max(longest.get(column) ?? 0, duration[at]! + pause));
    });
  return longest;
}
