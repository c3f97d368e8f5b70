import { checkWhole } from "../run/check-whole.ts";
import { goodAngle } from "./rotation.ts";
import type { GroverAttempt } from "./search-circuit.ts";
import { stepsAt, stepTable, wholeCost } from "./whole-cost.ts";

/**
 * Amplitudes of the assignments before the measurement, real numbers by basis index: the state of
 * `groverSearchCircuit` where the value register holds each assignment's own value.
 * @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_COST, QT_QUANTUM_NOT_WHOLE
 */
export function groverSearchAmplitudes({ qubits, cost, threshold, rotations }: GroverAttempt): Float64Array {
  checkWhole(rotations, 0, "rotations");
  const whole = wholeCost(qubits, cost);
  const steps = stepsAt(whole, threshold);
  const table = stepTable(whole);
  const good = table.reduce((count, value) => (value < steps ? count + 1 : count), 0);
  const angle = (2 * rotations + 1) * goodAngle(good / table.length);
  const [ofGood, ofOthers] = [
    Math.sin(angle) / Math.sqrt(good),
    Math.cos(angle) / Math.sqrt(table.length - good),
  ];
  return table.map((value) => (value < steps ? ofGood : ofOthers));
}
