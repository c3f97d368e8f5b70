/** A directed network: arcs of node v are start[v] … start[v+1]−1, and each has its opposite one. */
export interface FlowNetwork {
  readonly start: Int32Array;
  readonly head: Int32Array;
  /** Position of the opposite arc. */
  readonly opposite: Int32Array;
  /** What still fits through; changed by `maxFlow`. */
  readonly residual: Float64Array;
}

/** Arcs before they are put in order: from tail to head with a capacity, and back with none. */
export interface Arcs {
  readonly tail: ArrayLike<number>;
  readonly head: ArrayLike<number>;
  readonly capacity: ArrayLike<number>;
  readonly count: number;
}

/** The network of some arcs, and the position of each of them in it. */
export function flowNetwork(
  nodeCount: number,
  { tail, head, capacity, count }: Arcs,
): { readonly network: FlowNetwork; readonly position: Int32Array } {
  const start = new Int32Array(nodeCount + 1);
  for (let arc = 0; arc < count; arc++) {
    start[tail[arc]! + 1]!++;
    start[head[arc]! + 1]!++;
  }
  for (let node = 0; node < nodeCount; node++) start[node + 1]! += start[node]!;
  const next = start.slice(0, nodeCount);
  const network = {
    start,
    head: new Int32Array(2 * count),
    opposite: new Int32Array(2 * count),
    residual: new Float64Array(2 * count),
  };
  const position = new Int32Array(count);
  for (let arc = 0; arc < count; arc++) {
    const forth = next[tail[arc]!]!++;
    const back = next[head[arc]!]!++;
    network.head[forth] = head[arc]!;
    network.head[back] = tail[arc]!;
    network.opposite[forth] = back;
    network.opposite[back] = forth;
    network.residual[forth] = capacity[arc]!;
    position[arc] = forth;
  }
  return { network, position };
}

/**
 * Value of a largest flow; whole capacities that sum up below 2^53 give an exact one. Afterwards `residual` holds what
 * is left of each arc. Time O(nodes² · arcs), far less on networks with short paths.
 * Source: Dinic 1970 (Soviet Math. Doklady 11).
 */
export function maxFlow(network: FlowNetwork, source: number, sink: number): number {
  const dinic = new Dinic(network, source, sink);
  let flow = 0;
  while (dinic.findLevels()) flow += dinic.blockingFlow();
  return flow;
}

class Dinic {
  private readonly network: FlowNetwork;
  private readonly source: number;
  private readonly sink: number;
  private readonly nodeCount: number;
  /** Distance to the sink over arcs that are not full; −1: none. */
  private readonly level: Int32Array;
  private readonly queue: Int32Array;
  /** The first arc of each node that may still lead on. */
  private readonly current: Int32Array;
  /** Arcs of the present path. */
  private readonly path: Int32Array;

  constructor(network: FlowNetwork, source: number, sink: number) {
    this.network = network;
    this.source = source;
    this.sink = sink;
    this.nodeCount = network.start.length - 1;
    this.level = new Int32Array(this.nodeCount);
    this.queue = new Int32Array(this.nodeCount);
    this.current = new Int32Array(this.nodeCount);
    this.path = new Int32Array(this.nodeCount);
  }

  /** @returns whether the source still reaches the sink */
  findLevels(): boolean {
    const { level, queue } = this;
    const { start, head, opposite, residual } = this.network;
    level.fill(-1);
    level[this.sink] = 0;
    queue[0] = this.sink;
    for (let from = 0, to = 1; from < to; from++) {
      const node = queue[from]!;
      for (let arc = start[node]!; arc < start[node + 1]!; arc++) {
        const before = head[arc]!;
        if (level[before] !== -1 || residual[opposite[arc]!] === 0) continue;
        level[before] = level[node]! + 1;
        queue[to++] = before;
      }
    }
    return level[this.source] !== -1;
  }

  /** Paths down the levels, until each is blocked. */
  blockingFlow(): number {
    const { head, opposite } = this.network;
    this.current.set(this.network.start.subarray(0, this.nodeCount));
    let [flow, length, node] = [0, 0, this.source];
    for (;;) {
      if (node === this.sink) {
        flow += this.push(length);
        length = this.firstFull(length);
        node = head[opposite[this.path[length]!]!]!;
        continue;
      }
      const arc = this.arcDown(node);
      if (arc !== -1) {
        this.path[length++] = arc;
        node = head[arc]!;
      } else if (length === 0) return flow;
      else {
        length--;
        node = head[opposite[this.path[length]!]!]!;
        this.current[node]!++;
      }
    }
  }

  /** The next arc that is not full and leads one level down; −1: none is left. */
  private arcDown(node: number): number {
    const { start, head, residual } = this.network;
    const end = start[node + 1]!;
    for (; this.current[node]! < end; this.current[node]!++) {
      const arc = this.current[node]!;
      if (residual[arc]! > 0 && this.level[head[arc]!] === this.level[node]! - 1) return arc;
    }
    return -1;
  }

  private push(length: number): number {
    const { residual, opposite } = this.network;
    let amount = Infinity;
    for (let at = 0; at < length; at++) amount = Math.min(amount, residual[this.path[at]!]!);
    for (let at = 0; at < length; at++) {
      residual[this.path[at]!]! -= amount;
      residual[opposite[this.path[at]!]!]! += amount;
    }
    return amount;
  }

  private firstFull(length: number): number {
    let at = 0;
    while (at < length && this.network.residual[this.path[at]!] !== 0) at++;
    return at;
  }
}
