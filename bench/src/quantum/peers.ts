import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { Precision } from "@qtwin/kernel";
import type { Peer, PeerInstall } from "../python-environment.ts";
import { benchLayers, costOfCase, type QuantumCase } from "./cases.ts";

const run = promisify(execFile);
const script = resolve(import.meta.dirname, "../../peers/quantum.py");

/** What is measured beside us: the versions the report names. QOKit pins much that its simulators do not use. */
export const quantumPeers: readonly PeerInstall[] = [
  { name: "aer", installs: [["qiskit==2.6.2", "qiskit-aer==0.18.2"]] },
  { name: "lightning", installs: [["pennylane==0.45.1", "pennylane-lightning==0.45.0"]] },
  { name: "qulacs", installs: [["qulacs==0.6.14"]] },
  { name: "qokit", installs: [["numba==0.68.1"], ["--no-deps", "qokit==0.1.4"]] },
];

const onlyF64 = new Set(["qulacs", "qokit"]);

/** Whether the engine holds states in that precision. */
export const hasPrecision = (engine: string, precision: Precision): boolean =>
  precision === "f64" || !onlyF64.has(engine);

/** One way of writing the layer for an engine. */
export interface PeerVariant {
  readonly variant: string;
  readonly layerMs: number | null;
  /** Energy after all layers; null for states that take long. */
  readonly energy: number | null;
  /** Why it was not measured. */
  readonly note: string;
}

/** What `bench/peers/quantum.py` reads. */
interface PeerProblem {
  readonly qubits: number;
  readonly offset: number;
  readonly linear: readonly number[];
  /** i < j, each pair once. */
  readonly couplings: readonly (readonly [i: number, j: number, weight: number])[];
  readonly threads: number;
  readonly precision: Precision;
  readonly layers: readonly (readonly [gamma: number, beta: number])[];
  /** Empty: all. */
  readonly variants: readonly string[];
  readonly budgetS: number;
  /** A layer that takes longer is not measured. */
  readonly limitS: number;
  readonly withEnergy: boolean;
}

export interface PeerLimits {
  readonly budgetS: number;
  readonly limitS: number;
  /** Of the whole process. */
  readonly processS: number;
}

const threadVariables = [
  "OMP_NUM_THREADS",
  "QULACS_NUM_THREADS",
  "NUMBA_NUM_THREADS",
  "OPENBLAS_NUM_THREADS",
];

/** Measures the variants of one engine on one case, in a process of their own; `variants` empty means all. */
export async function runPeer(
  peer: Peer,
  one: QuantumCase,
  variants: readonly string[],
  limits: PeerLimits,
): Promise<readonly PeerVariant[]> {
  const env = {
    ...process.env,
    ...Object.fromEntries(threadVariables.map((each) => [each, `${one.threads}`])),
  };
  const running = run(peer.python, [script, peer.name], {
    env,
    timeout: limits.processS * 1000,
    killSignal: "SIGKILL",
  });
  running.child.stdin!.end(JSON.stringify(problemOf(one, variants, limits)));
  try {
    return variantsIn((await running).stdout);
  } catch (thrown) {
    const { killed, stdout, stderr } = thrown as { killed?: boolean; stdout?: string; stderr?: string };
    const note = killed
      ? `not finished in ${limits.processS} s`
      : `failed: ${(stderr || String(thrown)).trim().split("\n").at(-1)}`;
    return [...variantsIn(stdout ?? ""), { variant: "the rest", layerMs: null, energy: null, note }];
  }
}

function problemOf(one: QuantumCase, variants: readonly string[], limits: PeerLimits): PeerProblem {
  const { offset, linear, couplings } = costOfCase(one);
  return {
    qubits: one.n,
    offset,
    linear: Array.from(linear),
    couplings,
    threads: one.threads,
    precision: one.precision,
    layers: benchLayers,
    variants,
    budgetS: limits.budgetS,
    limitS: limits.limitS,
    withEnergy: one.n <= 20,
  };
}

function variantsIn(stdout: string): readonly PeerVariant[] {
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => ({ layerMs: null, energy: null, note: "", ...JSON.parse(line) }));
}
