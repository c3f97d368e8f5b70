import { readFile } from "node:fs/promises";
import { compileQubo, type Evidence, isingOf, type Model, type ResourceEstimate } from "@qtwin/model";
import { type Circuit, CircuitBuilder, qaoaAtStart, writeOpenQasm } from "@qtwin/quantum";
import { solverError } from "../errors.ts";

/** What of an estimate of the Azure Quantum Resource Estimator is read; times in ns. */
interface Estimate {
  readonly status: string;
  readonly message?: string;
  readonly jobParams: {
    readonly qecScheme: { readonly name: string };
    readonly errorBudget: number;
    readonly qubitParams: { readonly name: string };
  };
  readonly physicalCounts: {
    readonly physicalQubits: number;
    readonly runtime: number;
    readonly breakdown: { readonly algorithmicLogicalQubits: number; readonly numTstates: number };
  };
}

/**
 * The evidence with what its QAOA circuits would take on fault-tolerant hardware; other methods stay without.
 * @throws QT_SOLVERS_NO_ESTIMATE
 */
export async function withResources(
  model: Model,
  evidence: readonly Evidence[],
): Promise<readonly Evidence[]> {
  const estimated: Evidence[] = [];
  for (const run of evidence) {
    const isQaoa = run.method === "qaoa" && run.layers !== null;
    estimated.push(isQaoa ? { ...run, resources: await estimateResources(model, run.layers!) } : run);
  }
  return estimated;
}

/**
 * One shot of QAOA of a model with so many layers, by Microsoft's resource estimator with its default hardware. The angles
 * are those where a search begins: rotations cost the same at any angle that is no Clifford gate.
 * @throws QT_SOLVERS_NO_ESTIMATE
 * Source: Beverland et al., arXiv 2211.07629.
 */
async function estimateResources(model: Model, layers: number): Promise<ResourceEstimate> {
  const circuit = measured(qaoaAtStart(isingOf(compileQubo(model).qubo), layers));
  const { estimate, version } = await runEstimator(writeOpenQasm(circuit));
  const { physicalCounts, jobParams } = estimate;
  return {
    logicalQubits: physicalCounts.breakdown.algorithmicLogicalQubits,
    physicalQubits: physicalCounts.physicalQubits,
    tStates: physicalCounts.breakdown.numTstates,
    runtimeS: physicalCounts.runtime / 1e9,
    tool: "qsharp-lang",
    toolVersion: version,
    assumptions: [
      `One shot of ${layers} layers; training, other shots and classical work are not in it.`,
      `Qubits of kind ${jobParams.qubitParams.name} under ${jobParams.qecScheme.name}, laid out in the plane; the error budget is ${jobParams.errorBudget}.`,
    ],
  };
}

function measured(circuit: Circuit): Circuit {
  const builder = new CircuitBuilder(circuit.qubits, circuit.qubits).append(circuit);
  return builder.measureAll().build();
}

/** Loaded only here: the estimator is 6 MB of WebAssembly. */
async function runEstimator(openQasm: string): Promise<{ estimate: Estimate; version: string }> {
  const { getCompiler, loadWasmModule } = await import("qsharp-lang");
  const folder = new URL("../", import.meta.resolve("qsharp-lang"));
  const bytes = await readFile(new URL("lib/web/qsc_wasm_bg.wasm", folder));
  await loadWasmModule(new Uint8Array(bytes).buffer);
  const compiler = await getCompiler();
  const program = {
    sources: [["qaoa.qasm", openQasm] as [string, string]],
    languageFeatures: [],
    profile: "unrestricted" as const,
    projectType: "openqasm" as const,
  };
  try {
    const [estimate] = JSON.parse(await compiler.getEstimates(program, "", "[{}]")) as [Estimate];
    if (estimate.status !== "success") throw new Error(estimate.message ?? estimate.status);
    const { version } = JSON.parse(await readFile(new URL("package.json", folder), "utf8"));
    return { estimate, version };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw solverError("QT_SOLVERS_NO_ESTIMATE", `The resource estimator failed: ${reason}`, undefined, cause);
  }
}
