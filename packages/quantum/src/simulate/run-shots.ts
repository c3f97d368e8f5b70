import { createRandom, type Random } from "@qtwin/core";
import type { Circuit, MeasureOperation } from "../circuit/circuit.ts";
import { qubitsOf } from "../circuit/circuit.ts";
import { checkWhole } from "../run/check-whole.ts";
import { checkNoise, type NoiseModel, noiseless, readBit } from "./noise.ts";
import { runUnitary } from "./run-unitary.ts";
import { sampleBasis } from "./sample.ts";
import { plainSimulator, type Simulator } from "./simulator.ts";
import { runTrajectory } from "./trajectory.ts";

export interface ShotOptions {
  readonly shots: number;
  readonly seed: number;
  readonly noise?: NoiseModel;
  readonly simulator?: Simulator;
}

/** Number of shots by what was read, classical bit 0 rightmost; ascending by text. */
export type Counts = ReadonlyMap<string, number>;

/** Whether one state serves all shots: nothing is reset, and nothing follows a measurement on its qubit or bit. */
function measuresLast({ operations }: Circuit): boolean {
  const [measured, written] = [new Set<number>(), new Set<number>()];
  for (const operation of operations) {
    if (operation.kind === "reset") return false;
    if (operation.kind === "barrier") continue;
    if (qubitsOf(operation).some((qubit) => measured.has(qubit))) return false;
    if (operation.kind === "gate") continue;
    if (written.has(operation.bit)) return false;
    measured.add(operation.qubit);
    written.add(operation.bit);
  }
  return true;
}

function* shotsOfOneState(
  circuit: Circuit,
  shots: number,
  noise: NoiseModel,
  random: Random,
  simulator: Simulator,
) {
  const isMeasure = (operation: { kind: string }): operation is MeasureOperation =>
    operation.kind === "measure";
  const measures = circuit.operations.filter(isMeasure);
  const operations = circuit.operations.filter((operation) => !isMeasure(operation));
  const state = runUnitary({ ...circuit, operations }, undefined, simulator);
  for (const index of sampleBasis(state, shots, random)) {
    const bits = new Uint8Array(circuit.bits);
    for (const { qubit, bit } of measures)
      bits[bit] = readBit(((index >>> qubit) & 1) as 0 | 1, noise, random);
    yield bits;
  }
}

function* shotsOfTrajectories(
  circuit: Circuit,
  shots: number,
  noise: NoiseModel,
  random: Random,
  simulator: Simulator,
) {
  const [state] = simulator.states(circuit.qubits, 1);
  for (let shot = 0; shot < shots; shot++) yield runTrajectory(circuit, noise, random, state).bits;
}

/**
 * Runs the circuit `shots` times; the same seed gives the same counts.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_PROBABILITY, QT_QUANTUM_UNBOUND_PARAMETER, QT_QUANTUM_TOO_LARGE
 */
export function runShots(
  circuit: Circuit,
  { shots, seed, noise = noiseless, simulator = plainSimulator }: ShotOptions,
): Counts {
  checkNoise(noise);
  checkWhole(shots, 0, "shots");
  const random = createRandom(seed);
  const gatesAreNoisy = noise.oneQubit > 0 || noise.twoQubit > 0;
  const run = measuresLast(circuit) && !gatesAreNoisy ? shotsOfOneState : shotsOfTrajectories;
  const counts = new Map<string, number>();
  for (const bits of run(circuit, shots, noise, random, simulator)) {
    const text = Array.from(bits).reverse().join("");
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
