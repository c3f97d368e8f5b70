import { KernelError } from "./errors.ts";
import type { StateCode } from "./held-state.ts";
import type { Precision } from "./layout.ts";
import { compileState } from "./load/compile.ts";
import { QaoaState, type QaoaStateOptions } from "./qaoa-state.ts";
import { compileShared } from "./threads/compile-shared.ts";
import { Team } from "./threads/team.ts";

export interface Kernel {
  readonly precision: Precision;
  /** How many threads work on a state of 16 qubits or more. */
  readonly threads: number;
  /** @throws KernelError QT_KERNEL_BAD_ARGUMENT, QT_KERNEL_BAD_COST, QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY */
  createQaoaState(options: QaoaStateOptions): QaoaState;
  /** Ends the other threads; states live on with the calling one. */
  close(): Promise<void>;
}

export interface KernelOptions {
  readonly precision: Precision;
  /**
   * Threads that share the work on one state, the calling one included; 1 if absent. In a browser they need a page that is
   * cross-origin isolated (else the kernel takes 1), and a page's main thread spins while it waits: prefer a Worker.
   */
  readonly threads?: number;
}

const mostThreads = 64;
/** Below this, waking other threads takes longer than the work. */
const fewestSharedQubits = 16;

function checkOptions({ precision, threads = 1 }: KernelOptions): void {
  if (precision !== "f32" && precision !== "f64")
    throw new KernelError("QT_KERNEL_BAD_ARGUMENT", `precision is '${precision}', not 'f32' or 'f64'.`);
  if (!Number.isInteger(threads) || threads < 1 || threads > mostThreads)
    throw new KernelError("QT_KERNEL_BAD_ARGUMENT", `threads is ${threads}, not 1 to ${mostThreads}.`);
}

/** Whether memory can be shared with workers: always in Node, in a page only when it is cross-origin isolated. */
function canShare(): boolean {
  return (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;
}

/** Code for the threads asked for, and the threads. */
async function openCode(options: KernelOptions): Promise<StateCode> {
  checkOptions(options);
  const { precision, threads = 1 } = options;
  if (threads === 1 || !canShare())
    return { module: await compileState("state", precision), team: undefined };
  const [module, team] = await Promise.all([compileShared(precision), Team.start(threads)]);
  return { module, team };
}

/**
 * Loads the compiled state simulator; once a process and precision, later calls are free.
 * @example
 * const kernel = await openKernel({ precision: "f64" });
 * const cost = { kind: "quadratic", offset: 0, linear: [-1, -1], couplings: [[0, 1, 2]] } as const;
 * const state = kernel.createQaoaState({ qubits: 2, cost });
 * state.layer(0.5, -0.3);
 * console.log(state.expectation());
 */
export async function openKernel(options: KernelOptions): Promise<Kernel> {
  const { precision } = options;
  const together = await openCode(options);
  const alone = { module: await compileState("state", precision), team: undefined };
  return {
    precision,
    threads: together.team?.threads ?? 1,
    createQaoaState: (wanted) =>
      new QaoaState(wanted.qubits < fewestSharedQubits ? alone : together, precision, wanted),
    close: async () => together.team?.close(),
  };
}
