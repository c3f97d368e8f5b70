import { QtwinError } from "@qtwin/core";
import {
  type Component,
  components,
  fixPersistentInModel,
  hasPriorities,
  joinComponents,
  type Model,
  type Smaller,
  type SolutionSet,
} from "@qtwin/model";
import type { ProblemClass } from "./problem-class.ts";

/** A model made smaller and taken apart, and the way back. */
export interface Decomposition {
  readonly parts: readonly Component[];
  /** Values of each part from those of the whole. */
  readonly encode: (values: Float64Array) => readonly Float64Array[];
  readonly decode: (solutions: readonly Float64Array[]) => Float64Array;
}

/** Splitting is about linear in these; beyond them it would take a share of the deadline. */
const mostEntries = 100_000;
const mostVariables = 5_000;
/** With less time than this there is none to prepare. */
const leastMs = 1_000;
/** More parts than this are left together: starting a race for each would take longer than it saves. */
const mostParts = 32;

/**
 * Fixes what roof duality knows of a QUBO, and splits what is not connected. Models with a structure that a solver knows stay
 * whole, since that is what they are recognised by; so do uncertain ones, and objectives of several priorities. Rows are left
 * to HiGHS' own presolve: after another one it proves less (a plan of the foundry's afternoon: in 6 s without, not in 10 s with).
 */
export function decompose(
  model: Model,
  { kind }: ProblemClass,
  keep: SolutionSet,
  timeLimitMs = Infinity,
): Decomposition {
  const isLarge = entriesOf(model) > mostEntries || model.variables.count > mostVariables;
  if (
    model.uncertainty ||
    !reducibleKinds.has(kind) ||
    hasPriorities(model.objective) ||
    isLarge ||
    timeLimitMs < leastMs
  )
    return whole(model);
  const smaller = kind === "qubo" ? withoutPersistent(model, keep) : unchanged(model);
  const parts = components(smaller.model);
  // One part may have no columns: constants, and rows without any.
  const searched = parts.filter(({ columns }) => columns.length > 0).length;
  const kept = searched > 1 && searched <= mostParts ? parts : whole(smaller.model).parts;
  return {
    parts: kept,
    encode: (values) => {
      const small = smaller.encode(values);
      return kept.map(({ columns }) => Float64Array.from(columns, (column) => small[column]!));
    },
    decode: (solutions) => smaller.decode(joinComponents(kept, solutions)),
  };
}

const reducibleKinds = new Set(["qubo", "mixed-integer", "structured"]);

const entriesOf = ({ constraints, objective }: Model): number =>
  [constraints, objective]
    .flatMap(({ quadratic, higher }) => [quadratic.value, higher.factor])
    .reduce((sum, { length }) => sum + length, constraints.value.length);

function whole(model: Model): Decomposition {
  const columns = Int32Array.from({ length: model.variables.count }, (_, column) => column);
  return {
    parts: [{ model, columns }],
    encode: (values) => [values],
    decode: ([values]) => values!,
  };
}

const same = (values: Float64Array): Float64Array => values;

const unchanged = (model: Model): Smaller => ({ model, encode: same, decode: same });

/** As it is where the weights are no numbers that roof duality can add up exactly, or the model is to be maximised. */
function withoutPersistent(model: Model, keep: SolutionSet): Smaller {
  if (keep === "every-solution" || model.sense === "maximize") return unchanged(model);
  try {
    return fixPersistentInModel(model, { weak: keep === "an-optimum" });
  } catch (thrown) {
    if (thrown instanceof QtwinError && thrown.code === "QT_MODEL_INEXACT") return unchanged(model);
    throw thrown;
  }
}
