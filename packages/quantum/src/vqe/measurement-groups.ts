import type { Circuit } from "../circuit/circuit.ts";
import { CircuitBuilder } from "../circuit/circuit-builder.ts";
import { parity } from "../pauli/bits.ts";
import { type PauliSum, type PauliTerm, pauliTerms } from "../pauli/pauli-sum.ts";

/** Terms that one basis measures together: on each qubit all of them have the same letter, or none. */
export interface MeasurementGroup {
  /** The letters of the basis. */
  readonly x: number;
  readonly z: number;
  readonly terms: readonly PauliTerm[];
}

export interface MeasurementPlan {
  readonly qubits: number;
  /** The coefficient of the identity, which needs no measurement. */
  readonly constant: number;
  readonly groups: readonly MeasurementGroup[];
}

/** Whether the letters agree on every qubit that both strings touch. */
function fits(term: PauliTerm, group: MeasurementGroup): boolean {
  const both = (term.x | term.z) & (group.x | group.z);
  return (((term.x ^ group.x) | (term.z ^ group.z)) & both) === 0;
}

/**
 * Groups of terms that commute qubit by qubit, greedily: the heaviest terms first, each into the first group it fits.
 * Source: Kandala et al., arXiv 1704.05018, supplement.
 */
export function measurementPlan(observable: PauliSum): MeasurementPlan {
  const groups: MeasurementGroup[] = [];
  let constant = 0;
  const terms = [...pauliTerms(observable)].sort((a, b) => Math.abs(b.coefficient) - Math.abs(a.coefficient));
  for (const term of terms) {
    if ((term.x | term.z) === 0) {
      constant += term.coefficient;
      continue;
    }
    const place = groups.findIndex((group) => fits(term, group));
    const group = groups[place] ?? { x: 0, z: 0, terms: [] };
    const wider = { x: group.x | term.x, z: group.z | term.z, terms: [...group.terms, term] };
    groups[place < 0 ? groups.length : place] = wider;
  }
  return { qubits: observable.qubits, constant, groups };
}

/** The circuit, then the turn of the group's basis into Z's (H for X, S† and H for Y), and all qubits measured. */
export function measuringCircuit(circuit: Circuit, { x, z }: MeasurementGroup): Circuit {
  const builder = new CircuitBuilder(circuit.qubits, circuit.qubits).append(circuit);
  for (let qubit = 0; qubit < circuit.qubits; qubit++) {
    if (((x >> qubit) & 1) === 0) continue;
    if ((z >> qubit) & 1) builder.gate("sdg", [qubit]);
    builder.gate("h", [qubit]);
  }
  return builder.measureAll().build();
}

/** What the group's terms sum to when the basis shows these bits. */
export function groupEnergy({ terms }: MeasurementGroup, bits: number): number {
  return terms.reduce(
    (sum, { x, z, coefficient }) => sum + (parity(bits & (x | z)) === 0 ? coefficient : -coefficient),
    0,
  );
}
