import { createRandom, type Random } from "@qtwin/core";

/** Σ value·x ≤ upper in compressed rows, and a cost: what a mixed-integer program is made of. */
export interface LinearCase {
  readonly variables: number;
  readonly rows: number;
  readonly start: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
  readonly upper: Float64Array;
  readonly cost: Float64Array;
}

/** Dense x'Qx over binaries (upper triangle, row by row, diagonal included) and one equation over all of them. */
export interface DenseCase {
  readonly variables: number;
  readonly quadratic: Float64Array;
  readonly weights: Float64Array;
  readonly total: number;
}

/** A job shop whose last activity is the makespan: windows of starts, lags between activities, machines. */
export interface JobShopCase {
  readonly earliest: Int32Array;
  readonly latest: Int32Array;
  readonly duration: Int32Array;
  /** Triples before, after, lag. */
  readonly precedences: Int32Array;
  /** Activities of each machine, as many for each. */
  readonly machines: Int32Array;
  readonly machineCount: number;
}

const seed = 7;

/** The first half of the variables is binary, the second continuous in [0, 10]. */
export function linearCase(terms = 1_000_000): LinearCase {
  const random = createRandom(seed);
  const perRow = 100;
  const rows = Math.ceil(terms / perRow);
  const variables = rows * 2;
  const column = new Int32Array(rows * perRow);
  const stride = Math.floor(variables / perRow);
  for (let row = 0; row < rows; row++)
    for (let entry = 0; entry < perRow; entry++)
      column[row * perRow + entry] = entry * stride + random.integer(stride);
  return {
    variables,
    rows,
    start: Int32Array.from({ length: rows + 1 }, (_, row) => row * perRow),
    column,
    value: Float64Array.from(column, () => random.integer(19) - 9 || 1),
    upper: Float64Array.from({ length: rows }, () => 50 + random.integer(50)),
    cost: Float64Array.from({ length: variables }, () => random.integer(100) - 50),
  };
}

export function denseCase(variables = 1_000): DenseCase {
  const random = createRandom(seed);
  const whole = (count: number, most: number): Float64Array =>
    Float64Array.from({ length: count }, () => random.integer(2 * most + 1) - most || 1);
  const weights = Float64Array.from({ length: variables }, () => 1 + random.integer(20));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    variables,
    quadratic: whole((variables * (variables + 1)) / 2, 100),
    weights,
    total: Math.floor(all / 3),
  };
}

/** `size` jobs on `size` machines in random order, durations 1–10, horizon 1.3 times the busiest of jobs and machines. */
export function jobShopCase(size = 10): JobShopCase {
  const random = createRandom(seed);
  const order = Array.from({ length: size }, () => shuffled(size, random));
  const duration = Int32Array.from({ length: size * size + 1 }, (_, activity) =>
    activity < size * size ? 1 + random.integer(10) : 0,
  );
  const machines = Array.from({ length: size }, (): number[] => []);
  const precedences: number[] = [];
  const makespan = size * size;
  for (const [job, route] of order.entries())
    for (const [step, machine] of route.entries()) {
      const activity = job * size + step;
      machines[machine]!.push(activity);
      const next = step + 1 < size ? activity + 1 : makespan;
      precedences.push(activity, next, duration[activity]!);
    }
  const jobs = Array.from({ length: size }, (_, job) => [...duration.subarray(job * size, (job + 1) * size)]);
  const loads = [...jobs, ...machines.map((list) => list.map((activity) => duration[activity]!))].map(sum);
  const horizon = Math.ceil(1.3 * Math.max(...loads));
  const earliest = new Int32Array(makespan + 1);
  const latest = new Int32Array(makespan + 1).fill(horizon);
  for (const [job, times] of jobs.entries())
    for (let step = 0; step < size; step++) {
      earliest[job * size + step] = sum(times.slice(0, step));
      latest[job * size + step] = horizon - sum(times.slice(step));
    }
  earliest[makespan] = Math.max(...jobs.map(sum));
  return {
    earliest,
    latest,
    duration,
    precedences: Int32Array.from(precedences),
    machines: Int32Array.from(machines.flat()),
    machineCount: size,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function shuffled(count: number, random: Random): number[] {
  const list = Array.from({ length: count }, (_, index) => index);
  for (let at = count - 1; at > 0; at--) {
    const other = random.integer(at + 1);
    [list[at], list[other]] = [list[other]!, list[at]!];
  }
  return list;
}
