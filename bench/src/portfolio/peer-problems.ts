import { compile, type Model, milpTarget, variableKinds } from "@qtwin/model";

/** What a script below `bench/peers/portfolio` reads, besides the conditions. */
export interface PeerProblem {
  readonly problem: Readonly<Record<string, unknown>>;
  /** From the script's values to those of the model. */
  readonly decode: (values: Float64Array) => Float64Array;
  /** Scripts minimise: their bound times this is that of the model. */
  readonly sign: 1 | -1;
}

const asIs = (values: Float64Array): Float64Array => values;
const listOf = (numbers: ArrayLike<number>): number[] => Array.from(numbers);
const signOf = ({ sense }: Model): 1 | -1 => (sense === "minimize" ? 1 : -1);

function rowsOf({ constraints: { count, start, column, value, lower, upper } }: Model) {
  return Array.from({ length: count }, (_, row) => ({
    columns: listOf(column.subarray(start[row], start[row + 1])),
    values: listOf(value.subarray(start[row], start[row + 1])),
    // JSON has no infinity.
    lower: Number.isFinite(lower[row]) ? lower[row] : null,
    upper: Number.isFinite(upper[row]) ? upper[row] : null,
  }));
}

/** A shop for constraint programming, structures kept: `bench/peers/portfolio/shop.py`. */
export function shopProblem(model: Model): PeerProblem {
  const { variables, structures, objective } = model;
  const sign = signOf(model);
  const problem = {
    lower: listOf(variables.lower),
    upper: listOf(variables.upper),
    choices: variables.choices.map(({ first, options }) => options.map((_, option) => first + option)),
    rows: rowsOf(model),
    precedences: structures.flatMap((each) =>
      each.kind === "precedence" ? [[each.before, each.after, each.lag]] : [],
    ),
    machines: structures.flatMap((each) =>
      each.kind === "no-overlap"
        ? [
            {
              start: listOf(each.start),
              duration: listOf(each.duration),
              present: listOf(each.present),
              setup: each.setup && listOf(each.setup),
            },
          ]
        : [],
    ),
    cost: Array.from(objective.linear, (value) => sign * value),
  };
  return { problem, decode: asIs, sign };
}

/** The same rows that our own HiGHS gets, to be minimised: `bench/peers/portfolio/milp.py`. */
export function milpProblem(given: Model): PeerProblem {
  const { model, decode } = compile(given, milpTarget);
  const { variables, constraints, objective } = model;
  const sign = signOf(model);
  const problem = {
    lower: listOf(variables.lower),
    upper: listOf(variables.upper),
    isInteger: Array.from(variables.kind, (kind) => variableKinds[kind] !== "continuous"),
    cost: Array.from(objective.linear, (value) => sign * value),
    constant: sign * objective.constant,
    rows: rowsOf(model),
    start: listOf(constraints.start),
  };
  return { problem, decode, sign };
}

/** A QUBO to be minimised: `bench/peers/portfolio/qubo.py`. */
export function quboProblem(model: Model): PeerProblem {
  const { linear, quadratic, constant } = model.objective;
  const sign = signOf(model);
  const problem = {
    constant: sign * constant,
    linear: Array.from(linear, (value) => sign * value),
    left: listOf(quadratic.left),
    right: listOf(quadratic.right),
    value: Array.from(quadratic.value, (value) => sign * value),
  };
  return { problem, decode: asIs, sign };
}
