import { QtwinError } from "@qtwin/core";
import {
  type Compiled,
  type CompileOptions,
  compile,
  compileQubo,
  type DynamicRange,
  isingOf,
  type Model,
  milpTarget,
  printModel,
  quboOf,
  rowsOf,
  verifyCertificates,
} from "@qtwin/model";
import { type Circuit, qaoaAtStart, type Resources, resources, writeOpenQasm } from "@qtwin/quantum";
import { solve } from "@qtwin/solvers";

export const compileTargets = ["lp", "mps", "milp", "qubo", "ising", "qasm3"] as const;
export type Target = (typeof compileTargets)[number];

export interface Compilation {
  readonly target: Target;
  readonly compiled: Compiled;
  /** Of a QUBO or Ising model. */
  readonly range: DynamicRange | null;
  /** Checked anew, by other code than the one that made them; null without penalties. */
  readonly certificatesHold: boolean | null;
  /** Objective of the solution that was found first; null without one. */
  readonly incumbent: number | null;
  readonly seconds: number;
  /** QAOA of the Ising model at its start angles; null for other targets. */
  readonly circuit: Circuit | null;
}

/** Qubits, depth and gates of a circuit that was compiled, without its time steps. */
export function circuitSummary(circuit: Circuit, layers: number): Record<string, unknown> {
  const { perMoment: _, ...counts }: Resources = resources(circuit);
  return { ansatz: "qaoa", layers, angles: "start", ...counts };
}

/**
 * Compiles a model; for a QUBO a solution is looked for first, since it makes the proven penalties smaller.
 * @param layers of the ansatz, for a circuit
 * @throws QT_MODEL_UNREACHABLE, QT_MODEL_INEXACT, QT_MODEL_UNBOUNDED
 */
export async function compileModel(
  model: Model,
  target: Target,
  options: CompileOptions,
  searchMs: number,
  layers = 1,
): Promise<Compilation> {
  if (target !== "qubo" && target !== "ising" && target !== "qasm3") {
    const beganMs = performance.now();
    const compiled = compile(model, milpTarget, options);
    const seconds = (performance.now() - beganMs) / 1000;
    return { target, compiled, range: null, certificatesHold: null, incumbent: null, seconds, circuit: null };
  }
  const found = searchMs > 0 ? await findSolution(model, searchMs) : null;
  const beganMs = performance.now();
  const compiled = compileQubo(model, found ? { ...options, incumbent: found.solution } : options);
  const seconds = (performance.now() - beganMs) / 1000;
  const { certified, certificates, range } = compiled;
  const checks = certified && verifyCertificates(certified.model, certificates, certified.incumbent);
  const certificatesHold = checks?.every(({ holds }) => holds) ?? null;
  const circuit = target === "qasm3" ? qaoaAtStart(isingOf(quboOf(compiled.model)), layers) : null;
  return { target, compiled, range, certificatesHold, incumbent: found?.objective ?? null, seconds, circuit };
}

/**
 * A solution within a time, if some solver takes the model and finds one: without one the penalties are just larger.
 * @throws what a solver that takes the model throws
 */
async function findSolution(
  model: Model,
  timeLimitMs: number,
): Promise<{ readonly solution: Float64Array; readonly objective: number } | null> {
  try {
    const { solution, objective } = await solve(model, { timeLimitMs });
    return solution && objective !== null ? { solution, objective } : null;
  } catch (error) {
    if (error instanceof QtwinError && error.kind === "unsupported") return null;
    throw error;
  }
}

/** What a file of this target holds. */
export function textOf({ target, compiled: { model }, circuit }: Compilation): string {
  if (circuit) return writeOpenQasm(circuit);
  if (target === "lp" || target === "mps") return printModel(model, target);
  if (target === "ising") return `${JSON.stringify(isingDocument(model))}\n`;
  return printModel(model, "json");
}

/** min offset + Σ field·s + Σ coupling·s·s over spins of −1 and +1, with x = (1 − s)/2. */
function isingDocument(model: Model): Record<string, unknown> {
  const { offset, field, start, column, coupling } = isingOf(quboOf(model));
  const rows = rowsOf(start);
  return {
    format: "qtwin-ising",
    version: 1,
    name: model.name,
    convention: "x = (1 - s)/2",
    variables: model.variables.names,
    offset,
    field: Array.from(field),
    couplings: Array.from(coupling, (value, entry) => [rows[entry], column[entry], value]),
  };
}
