import type { SetupExports } from "../state-exports.ts";

/** Functions of the compiled state that all threads call at once (assembly/state/chunks.ts); each returns its chunks. */
export const jobs = [
  "setUniform",
  "layerTiles",
  "layerColumns",
  "masses",
  "expectation",
  "weighTiles",
  "walkTiles",
  "walkColumns",
  "costOverlaps",
] as const;

export type Job = (typeof jobs)[number];
export type JobExports = Readonly<Record<Job, (...args: number[]) => number>>;

/** A call that prepares an instance: the name of an export and its arguments. */
export type SetupCall = readonly [name: keyof SetupExports, ...args: number[]];

/** What the main thread tells its workers. */
export type Mail =
  | { readonly kind: "join"; readonly control: SharedArrayBuffer; readonly thread: number }
  | {
      readonly kind: "open";
      readonly state: number;
      readonly module: WebAssembly.Module;
      readonly memory: WebAssembly.Memory;
      /** For each thread, the rooms of its own included. */
      readonly setup: readonly (readonly (readonly [name: string, ...args: number[]])[])[];
    }
  | { readonly kind: "free"; readonly state: number };

/** 32-bit words of the control block; eight f64 arguments follow at byte 64. */
export const words = { generation: 0, done: 1, command: 2, state: 3, failed: 4 } as const;
export const argumentsAt = 64;
export const controlBytes = 128;
/** The command that is no job: leave the wait, a message has come. */
export const readMail = -1;
