import type { Layout } from "./layout.ts";
import { growMemory, newMemory } from "./memory.ts";
import type { StateExports } from "./state-exports.ts";
import type { Job, SetupCall } from "./threads/jobs.ts";
import type { Team } from "./threads/team.ts";

/** One instance of the compiled state with its own memory, and the threads that work on it. */
export interface HeldState {
  readonly layout: Layout;
  readonly exports: StateExports;
  readonly memory: WebAssembly.Memory;
  /** Calls an export that only sets addresses and numbers, to be repeated in every thread's instance. */
  setUp(...call: SetupCall): void;
  /** Makes the state known to the other threads, once all is set up. */
  share(): void;
  /** Runs a job on all threads; returns its chunks. */
  run(job: Job, ...args: number[]): number;
  /** Runs a job and adds up one of its sums. */
  total(which: 0 | 1, job: Job, ...args: number[]): number;
  free(): void;
}

/** The compiled state, and the threads beside the calling one: none if there is no team. */
export interface StateCode {
  readonly module: WebAssembly.Module;
  readonly team: Team | undefined;
}

/** Grows the memory to hold the adjoint state too. @throws KernelError QT_KERNEL_TOO_MANY_QUBITS, QT_KERNEL_OUT_OF_MEMORY */
export function makeRoomForAdjoint(held: HeldState): void {
  const { bytesWithAdjoint, qubits } = held.layout;
  growMemory(
    held.memory,
    bytesWithAdjoint,
    `The gradient at ${qubits} qubits needs two states, ${bytesWithAdjoint} bytes.`,
  );
}

/** An instance with its memory and addresses, without a cost. */
export function openMemory({ module, team }: StateCode, layout: Layout): HeldState {
  const memory = newMemory(layout.bytes, team !== undefined);
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as StateExports;
  const calls: SetupCall[] = [];
  let state = 0;
  const held: HeldState = {
    ...{ layout, exports, memory },
    setUp: (...call) => {
      calls.push(call);
      const [name, ...args] = call;
      exports[name](...args);
    },
    share: () => {
      const setup = layout.threads.map((rooms) => [...calls, threadCall(rooms)]);
      if (team !== undefined) state = team.open({ module, memory, setup });
    },
    run: (job, ...args) => {
      new Uint32Array(memory.buffer, layout.control, 1)[0] = 0;
      return team === undefined ? exports[job](...args) : team.run(state, exports, job, args);
    },
    total: (which, job, ...args) => exports.sumOf(which, held.run(job, ...args)),
    free: () => team?.free(state),
  };
  const { heldQubits, tileQubits, pitch, middleQubits, groupPad, mirrored } = layout;
  held.setUp("setShape", heldQubits, tileQubits, pitch, middleQubits, groupPad, Number(mirrored));
  held.setUp("setAddresses", layout.control, layout.lowPhases, layout.arrays, layout.arrayBytes);
  const [, ...rooms] = threadCall(layout.threads[0]!);
  exports.setThread(...rooms);
  return held;
}

function threadCall({ scratch, columnBuffer, costTile }: Layout["threads"][number]) {
  return ["setThread", scratch, columnBuffer, costTile] as const;
}
