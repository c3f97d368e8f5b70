import type { Qubo } from "../compile/qubo.ts";
import {
  complement,
  falseNode,
  type ImplicationNetwork,
  implicationNetwork,
  literal,
  trueNode,
} from "./implication-network.ts";
import { maxFlow } from "./max-flow.ts";
import { type StrongComponents, strongComponents } from "./strong-components.ts";

/** What roof duality knows of a QUBO; values are 0 or 1, −1 where nothing is known. */
export interface RoofDuality {
  /** No point is below this. */
  readonly bound: number;
  /** Values that every minimiser has. */
  readonly strong: Int8Array;
  /** Values of further variables: some minimiser has all of them, and the strong ones. */
  readonly weak: Int8Array;
}

/**
 * The roof dual bound of a QUBO and its persistent variables, by one largest flow in the implication network. Literals
 * that the true one reaches through what the flow leaves are strong; the weak ones are a further set that is closed
 * under the implications left and free of contradictions, found on their strongly connected components.
 * @throws QT_MODEL_INEXACT when the biases are no whole numbers or decimals that add up exactly
 * Sources: Hammer, Hansen & Simeone 1984 (Math. Programming 28); Boros & Hammer 2002 (Discrete Applied Mathematics
 * 123); Boros, Hammer & Tavares 2006 (RUTCOR report 10-2006).
 * @example
 * const { bound, strong } = roofDuality(quboOf(model));
 */
export function roofDuality(qubo: Qubo): RoofDuality {
  const implications = implicationNetwork(qubo);
  const flow = maxFlow(implications.network, trueNode, falseNode);
  makeSymmetric(implications);
  const isTrue = reachedFrom(implications, trueNode);
  const strong = valuesOf(qubo.count, isTrue);
  addWeak(implications, isTrue);
  const all = valuesOf(qubo.count, isTrue);
  return {
    bound: qubo.offset + (2 * implications.constant + flow) / 2 / implications.scale,
    strong,
    weak: all.map((value, variable) => (strong[variable] === -1 ? value : -1)),
  };
}

/** What is left of both mirror arcs is added up: the network of the mean of a flow and its mirror image, doubled. */
function makeSymmetric({ network, position }: ImplicationNetwork): void {
  const { residual, opposite } = network;
  for (let arc = 0; arc < position.length; arc += 2) {
    const [first, second] = [position[arc]!, position[arc + 1]!];
    const forth = residual[first]! + residual[second]!;
    const back = residual[opposite[first]!]! + residual[opposite[second]!]!;
    residual[first] = residual[second] = forth;
    residual[opposite[first]!] = residual[opposite[second]!] = back;
  }
}

/** 1 for each node that can be reached over arcs that are not full. */
function reachedFrom({ network }: ImplicationNetwork, source: number): Uint8Array {
  const { start, head, residual } = network;
  const reached = new Uint8Array(start.length - 1);
  const queue = new Int32Array(reached.length);
  reached[source] = 1;
  queue[0] = source;
  for (let from = 0, to = 1; from < to; from++)
    for (let arc = start[queue[from]!]!; arc < start[queue[from]! + 1]!; arc++) {
      if (residual[arc] === 0 || reached[head[arc]!]) continue;
      reached[head[arc]!] = 1;
      queue[to++] = head[arc]!;
    }
  return reached;
}

function valuesOf(count: number, isTrue: Uint8Array): Int8Array {
  return Int8Array.from({ length: count }, (_, variable) => {
    const node = literal(variable);
    return isTrue[node] ? 1 : isTrue[complement(node)] ? 0 : -1;
  });
}

/**
 * Makes further literals true, whole components at a time, those that lead to no others first. A component is left out
 * when it leads to one that holds a literal and its complement, and when its complement is true already; all it leads
 * to is then true: a false one among them would, mirrored, lead from a true one to its complement.
 */
function addWeak({ network }: ImplicationNetwork, isTrue: Uint8Array): void {
  const { start, head, residual } = network;
  const components = strongComponents(network, (arc) => residual[arc]! > 0);
  const { starts, members } = membersOf(components);
  const isBad = new Uint8Array(components.count);
  for (let component = 0; component < components.count; component++) {
    const nodes = members.subarray(starts[component]!, starts[component + 1]!);
    const first = nodes[0]!;
    const leadsToBad = (node: number): boolean => {
      for (let arc = start[node]!; arc < start[node + 1]!; arc++)
        if (residual[arc]! > 0 && isBad[components.of[head[arc]!]!]) return true;
      return false;
    };
    if (components.of[complement(first)] === component || nodes.some(leadsToBad)) isBad[component] = 1;
    else if (!isTrue[first] && !isTrue[complement(first)]) for (const node of nodes) isTrue[node] = 1;
  }
}

function membersOf({ count, of }: StrongComponents): { starts: Int32Array; members: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const component of of) starts[component + 1]!++;
  for (let component = 0; component < count; component++) starts[component + 1]! += starts[component]!;
  const next = starts.slice(0, count);
  const members = new Int32Array(of.length);
  of.forEach((component, node) => {
    members[next[component]!++] = node;
  });
  return { starts, members };
}
