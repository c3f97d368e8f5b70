import type { Cost } from "@qtwin/kernel";
import { energyOf } from "../cost/energy-of.ts";
import { quantumError } from "../errors.ts";
import { bitsOfBasis } from "../run/bits-of-basis.ts";
import type { Assignment } from "../run/run.ts";
import { type Levels, levelsOf } from "./levels.ts";
import { type Bounds, stepBounds } from "./value-register.ts";
import { stepTable, type WholeCost, wholeCost } from "./whole-cost.ts";

/** A table of all costs and a sorted copy: 256 MiB at 24. */
const maxKeyQubits = 24;

/** What a search looks things up in; costs in steps. */
export interface Problem {
  readonly cost: Cost;
  readonly whole: WholeCost;
  readonly bounds: Bounds;
  /** By basis index. */
  readonly table: Float64Array;
  readonly levels: Levels;
}

/** @throws QT_QUANTUM_BAD_SIZE, QT_QUANTUM_BAD_COST, QT_QUANTUM_NOT_WHOLE, QT_QUANTUM_TOO_LARGE */
export function problemOf(qubits: number, cost: Cost): Problem {
  if (qubits > maxKeyQubits)
    throw quantumError(
      "QT_QUANTUM_TOO_LARGE",
      `The search is simulated for up to ${maxKeyQubits} variables, not ${qubits}.`,
      "qubits",
    );
  const whole = wholeCost(qubits, cost);
  const table = stepTable(whole);
  return { cost, whole, bounds: stepBounds(whole), table, levels: levelsOf(table) };
}

export function energyAt({ whole }: Problem, steps: number): number {
  return whole.offset + whole.step * steps;
}

export function assignmentOf({ cost, whole }: Problem, basis: number): Assignment {
  const bits = bitsOfBasis(basis, whole.qubits);
  return { bits, energy: energyOf(cost, bits) };
}
