/** Nodes in strongly connected components; a component comes after those it leads to. */
export interface StrongComponents {
  readonly count: number;
  readonly of: Int32Array;
}

/**
 * Strongly connected components of a graph in compressed rows, over the arcs that are open.
 * Source: Tarjan 1972 (SIAM J. Computing 1), without recursion.
 */
export function strongComponents(
  { start, head }: { readonly start: Int32Array; readonly head: Int32Array },
  isOpen: (arc: number) => boolean,
): StrongComponents {
  const search = new Search(start, head, isOpen);
  for (let node = 0; node < start.length - 1; node++) if (search.order[node] === 0) search.from(node);
  return { count: search.count, of: search.component };
}

class Search {
  count = 0;
  readonly component: Int32Array;
  /** When a node was found, from 1; 0: not yet. */
  readonly order: Int32Array;
  private readonly start: Int32Array;
  private readonly head: Int32Array;
  private readonly isOpen: (arc: number) => boolean;
  /** The earliest node known to be in the same component. */
  private readonly low: Int32Array;
  private readonly next: Int32Array;
  private readonly path: Int32Array;
  private readonly waiting: Int32Array;
  private depth = 0;
  private waitingCount = 0;
  private found = 0;

  constructor(start: Int32Array, head: Int32Array, isOpen: (arc: number) => boolean) {
    const nodeCount = start.length - 1;
    this.start = start;
    this.head = head;
    this.isOpen = isOpen;
    this.component = new Int32Array(nodeCount).fill(-1);
    this.order = new Int32Array(nodeCount);
    this.low = new Int32Array(nodeCount);
    this.next = start.slice(0, nodeCount);
    this.path = new Int32Array(nodeCount);
    this.waiting = new Int32Array(nodeCount);
  }

  from(root: number): void {
    this.enter(root);
    while (this.depth > 0) {
      const node = this.path[this.depth - 1]!;
      const child = this.nextChild(node);
      if (child === -1) this.leave(node);
      else this.enter(child);
    }
  }

  private enter(node: number): void {
    this.low[node] = this.order[node] = ++this.found;
    this.path[this.depth++] = node;
    this.waiting[this.waitingCount++] = node;
  }

  /** A node that is not found yet; −1: all are. */
  private nextChild(node: number): number {
    const end = this.start[node + 1]!;
    while (this.next[node]! < end) {
      const arc = this.next[node]!++;
      if (!this.isOpen(arc)) continue;
      const child = this.head[arc]!;
      if (this.order[child] === 0) return child;
      if (this.component[child] === -1) this.low[node] = Math.min(this.low[node]!, this.order[child]!);
    }
    return -1;
  }

  private leave(node: number): void {
    this.depth--;
    if (this.depth > 0) {
      const parent = this.path[this.depth - 1]!;
      this.low[parent] = Math.min(this.low[parent]!, this.low[node]!);
    }
    if (this.low[node] !== this.order[node]) return;
    let member = -1;
    while (member !== node) {
      member = this.waiting[--this.waitingCount]!;
      this.component[member] = this.count;
    }
    this.count++;
  }
}
