import type { Progress, SolveContext } from "./contract.ts";

/**
 * What a solver hears while it blocks its thread: a stop flag, and the best others have found, in the job's own variables.
 * Int32: stop, version (odd while it is written); Float64: objective, bound (NaN: none), whether a solution follows, the solution.
 */
const numbersAt = 8;
const solutionAt = 3;

export const newBoard = (variableCount: number): SharedArrayBuffer =>
  new SharedArrayBuffer(numbersAt + 8 * (solutionAt + variableCount));

export function requestStop(board: SharedArrayBuffer): void {
  Atomics.store(new Int32Array(board, 0, 2), 0, 1);
}

/** Only one thread may write. */
export function writeToBoard(board: SharedArrayBuffer, { objective, bound, solution }: Progress): void {
  const flags = new Int32Array(board, 0, 2);
  const numbers = new Float64Array(board, numbersAt);
  Atomics.add(flags, 1, 1);
  numbers[0] = objective ?? Number.NaN;
  numbers[1] = bound ?? Number.NaN;
  numbers[2] = solution ? 1 : 0;
  if (solution) numbers.set(solution, solutionAt);
  Atomics.add(flags, 1, 1);
}

/** The solver's side. */
export function readerOf(board: SharedArrayBuffer): Pick<SolveContext, "stopRequested" | "received"> {
  const flags = new Int32Array(board, 0, 2);
  const numbers = new Float64Array(board, numbersAt);
  let seen = 0;
  const received = (): Progress | null => {
    const before = Atomics.load(flags, 1);
    if (before === seen || before % 2 === 1) return null;
    const copy = numbers.slice();
    if (Atomics.load(flags, 1) !== before) return null;
    seen = before;
    return progressOf(copy);
  };
  return { stopRequested: () => Atomics.load(flags, 0) === 1, received };
}

function progressOf(numbers: Float64Array): Progress {
  const [objective = Number.NaN, bound = Number.NaN, hasSolution = 0] = numbers;
  return {
    objective: Number.isNaN(objective) ? null : objective,
    bound: Number.isNaN(bound) ? null : bound,
    ...(hasSolution === 1 ? { solution: numbers.slice(solutionAt) } : {}),
  };
}
