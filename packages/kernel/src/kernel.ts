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

/** The threads start last, so that none is left behind where there is no code for them. */
async function openTeam({ precision, threads = 1 }: KernelOptions, alone: StateCode): Promise<StateCode> {
  if (threads === 1 || !canShare()) return alone;
  const module = await compileShared(`state-${precision}`);
  return { module, team: await Team.start(threads) };
}

/**
 * Loads the compiled state simulator; once a process and precision, later calls are free.
 * @throws KernelError QT_KERNEL_BAD_ARGUMENT, QT_KERNEL_UNAVAILABLE, QT_KERNEL_WORKER_FAILED
 * @example
 * const kernel = await openKernel({ precision: "f64" });
 * const cost = { kind: "quadratic", offset: 0, linear: [-1, -1], couplings: [[0, 1, 2]] } as const;
 * const state = kernel.createQaoaState({ qubits: 2, cost });
 * state.layer(0.5, -0.3);
 * console.log(state.expectation());
 */
export async function openKernel(options: KernelOptions): Promise<Kernel> {
  checkOptions(options);
  const { precision } = options;
  const alone = { module: await compileState("state", precision), team: undefined };
  const together = await openTeam(options, alone);
  return {
    precision,
    threads: together.team?.threads ?? 1,
    createQaoaState: (wanted) =>
      new QaoaState(wanted.qubits < fewestSharedQubits ? alone : together, precision, wanted),
    close: async () => together.team?.close(),
  };
}
