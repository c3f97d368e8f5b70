import { KernelError } from "../errors.ts";
import { compileFile } from "../load/compile.ts";
import { newMemory } from "../memory.ts";
import { uniformFrom } from "../random.ts";
import { QuboSearch } from "./qubo-search.ts";
import type { SearchExports } from "./search-exports.ts";
import { type CouplingStorage, chooseStorage, searchLayout } from "./search-layout.ts";
import { type QuboProblem, wholeWeights } from "./whole-weights.ts";
import { writeProblem } from "./write-problem.ts";

export interface QuboSearchOptions {
  /** Whole number; the same seed and calls give the same assignments. */
  readonly seed: number;
  /** Assignments held at once, default 1. */
  readonly replicas?: number;
  /** Default: by the share of couplings. */
  readonly storage?: CouplingStorage;
}

/**
 * Opens heuristic searches for assignments of low energy, all replicas at all zeros.
 * @throws KernelError QT_KERNEL_BAD_ARGUMENT, QT_KERNEL_BAD_COST, QT_KERNEL_OUT_OF_MEMORY, QT_KERNEL_UNAVAILABLE
 */
export async function openQuboSearch(problem: QuboProblem, options: QuboSearchOptions): Promise<QuboSearch> {
  const { count, linear, value } = problem;
  const { seed, replicas = 1 } = options;
  if (!Number.isInteger(count) || count < 1 || linear.length !== count)
    throw new KernelError(
      "QT_KERNEL_BAD_ARGUMENT",
      `count is ${count}, with ${linear.length} linear weights.`,
    );
  if (!linear.every(Number.isFinite) || !value.every(Number.isFinite))
    throw new KernelError("QT_KERNEL_BAD_COST", "A weight is not a finite number.");
  const whole = wholeWeights(problem);
  const storage = options.storage ?? chooseStorage(count, whole);
  const layout = searchLayout(problem, whole.number, storage, replicas);
  const memory = newMemory(layout.bytes);
  const module = await compileFile(`qubo-${whole.number}.wasm`);
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as SearchExports;
  writeProblem({ problem, whole, storage, layout, memory, exports });
  const uniform = uniformFrom(seed);
  const word = (): number => Math.floor(uniform() * 2 ** 32) | 0;
  exports.seedRandom(word(), word(), word(), word() | 1);
  return new QuboSearch({ count, whole, storage, layout, memory, exports });
}
