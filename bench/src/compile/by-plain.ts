import type { DenseCase, JobShopCase, LinearCase } from "./cases.ts";
import type { Conversions, Converted } from "./conversions.ts";

/** The same conversions as one would write them down without thinking of speed: objects and maps by name. */
export const byPlain: Conversions = { linear, dense, "job-shop": jobShop };

interface PlainRow {
  readonly name: string;
  readonly terms: Map<string, number>;
  readonly upper: number;
}

function linear({ variables, rows, start, column, value, upper, cost }: LinearCase): Converted {
  const bounds = new Map<string, { lower: number; upper: number; binary: boolean }>();
  for (let index = 0; index < variables; index++) {
    const binary = index < variables / 2;
    bounds.set(`x${index}`, { lower: 0, upper: binary ? 1 : 10, binary });
  }
  const objective = new Map([...cost].map((each, index) => [`x${index}`, each]));
  const list: PlainRow[] = [];
  for (let row = 0; row < rows; row++) {
    const terms = new Map<string, number>();
    for (let entry = start[row]!; entry < start[row + 1]!; entry++)
      add(terms, `x${column[entry]}`, value[entry]!);
    list.push({ name: `c${row}`, terms, upper: upper[row]! });
  }
  // The form a solver takes: numbered columns.
  const numbers = new Map([...bounds.keys()].map((name, index) => [name, index]));
  const columns: number[] = [];
  const values: number[] = [];
  for (const { terms } of list)
    for (const [name, coefficient] of terms) {
      columns.push(numbers.get(name)!);
      values.push(coefficient);
    }
  return { variables: objective.size, terms: values.length };
}

function add(sums: Map<string, number>, key: string, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

const pair = (left: number, right: number): string =>
  left < right ? `${left},${right}` : `${right},${left}`;

/** Adds weight·(Σ a·x − b)². */
function addSquare(
  qubo: Map<string, number>,
  columns: readonly number[],
  coefficients: readonly number[],
  right: number,
  weight: number,
): void {
  for (const [at, column] of columns.entries()) {
    const coefficient = coefficients[at]!;
    add(qubo, pair(column, column), weight * coefficient * (coefficient - 2 * right));
    for (let other = at + 1; other < columns.length; other++)
      add(qubo, pair(column, columns[other]!), 2 * weight * coefficient * coefficients[other]!);
  }
}

const productsOf = (qubo: ReadonlyMap<string, number>): number => {
  let count = 0;
  for (const [key, value] of qubo) {
    const [left, right] = key.split(",");
    if (left !== right && value !== 0) count++;
  }
  return count;
};

function dense({ variables, quadratic, weights, total }: DenseCase): Converted {
  const qubo = new Map<string, number>();
  let [at, weight] = [0, 1];
  for (const value of quadratic) weight += Math.abs(value);
  for (let left = 0; left < variables; left++)
    for (let right = left; right < variables; right++) add(qubo, pair(left, right), quadratic[at++]!);
  const columns = [...weights.keys()];
  addSquare(qubo, columns, [...weights], total, weight);
  return { variables, terms: productsOf(qubo) };
}

function jobShop(source: JobShopCase): Converted {
  const { earliest, latest, duration, precedences, machines, machineCount } = source;
  const qubo = new Map<string, number>();
  const first: number[] = [];
  let variables = 0;
  for (const [activity, from] of earliest.entries()) {
    first.push(variables);
    variables += latest[activity]! - from + 1;
  }
  const makespan = earliest.length - 1;
  const weight = latest[makespan]! + 1;
  const column = (activity: number, time: number): number => first[activity]! + time - earliest[activity]!;
  const timesOf = (activity: number): number[] => {
    const count = latest[activity]! - earliest[activity]! + 1;
    return Array.from({ length: count }, (_, step) => earliest[activity]! + step);
  };
  for (const activity of earliest.keys()) {
    const columns = timesOf(activity).map((time) => column(activity, time));
    addSquare(
      qubo,
      columns,
      columns.map(() => 1),
      1,
      weight,
    );
  }
  for (const time of timesOf(makespan)) add(qubo, pair(column(makespan, time), column(makespan, time)), time);
  const forbid = (a: number, b: number, isForbidden: (ta: number, tb: number) => boolean): void => {
    for (const ta of timesOf(a))
      for (const tb of timesOf(b))
        if (isForbidden(ta, tb)) add(qubo, pair(column(a, ta), column(b, tb)), weight);
  };
  for (let at = 0; at < precedences.length; at += 3)
    forbid(precedences[at]!, precedences[at + 1]!, (ta, tb) => tb < ta + precedences[at + 2]!);
  const each = machines.length / machineCount;
  for (let machine = 0; machine < machineCount; machine++)
    for (let a = machine * each; a < (machine + 1) * each; a++)
      for (let b = a + 1; b < (machine + 1) * each; b++) {
        const [one, other] = [machines[a]!, machines[b]!];
        forbid(one, other, (ta, tb) => tb < ta + duration[one]! && ta < tb + duration[other]!);
      }
  return { variables, terms: productsOf(qubo) };
}
