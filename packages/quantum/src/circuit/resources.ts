import { type Circuit, nameOf, type Operation, qubitsOf } from "./circuit.ts";
import { moments } from "./moments.ts";

export interface GateCounts {
  readonly oneQubit: number;
  readonly twoQubit: number;
  /** Gates on three or more qubits, controls counted. */
  readonly multiQubit: number;
}

export interface Resources extends GateCounts {
  readonly qubits: number;
  /** Time steps, measurements and resets counted, barriers not (the depth of the circuit, not the layers of an ansatz). */
  readonly depth: number;
  readonly measurements: number;
  readonly resets: number;
  /** By the names of OpenQASM. */
  readonly byName: Readonly<Record<string, number>>;
  readonly perMoment: readonly GateCounts[];
}

function gateCounts(operations: readonly Operation[]): GateCounts {
  const sizes = operations
    .filter((operation) => operation.kind === "gate")
    .map((operation) => qubitsOf(operation).length);
  const count = (fits: (size: number) => boolean): number => sizes.filter(fits).length;
  return {
    oneQubit: count((size) => size === 1),
    twoQubit: count((size) => size === 2),
    multiQubit: count((size) => size > 2),
  };
}

function countsByName(operations: readonly Operation[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const operation of operations) {
    if (operation.kind !== "gate") continue;
    const name = nameOf(operation);
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** What the circuit takes, gates as they stand (nothing is decomposed). */
export function resources(circuit: Circuit): Resources {
  const { qubits, operations } = circuit;
  const steps = moments(circuit);
  return {
    qubits,
    depth: steps.length,
    ...gateCounts(operations),
    measurements: operations.filter(({ kind }) => kind === "measure").length,
    resets: operations.filter(({ kind }) => kind === "reset").length,
    byName: countsByName(operations),
    perMoment: steps.map(gateCounts),
  };
}

export interface LayerResources extends GateCounts {
  readonly depth: number;
}

/** What one more layer of an ansatz costs: the difference between two layers and one, so that the start state is out. */
export function layerResources(ansatz: (layers: number) => Circuit): LayerResources {
  const [one, two] = [resources(ansatz(1)), resources(ansatz(2))];
  return {
    depth: two.depth - one.depth,
    oneQubit: two.oneQubit - one.oneQubit,
    twoQubit: two.twoQubit - one.twoQubit,
    multiQubit: two.multiQubit - one.multiQubit,
  };
}
