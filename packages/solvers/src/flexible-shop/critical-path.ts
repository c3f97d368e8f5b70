import type { Xorshift } from "../search/xorshift.ts";
import type { ShopGraph } from "./shop-graph.ts";

/** One longest path of a graph, first operation first; `length` operations of `path`. */
export class CriticalPath {
  readonly path: Int32Array;
  /** 1: the operation follows the one before it in the path on its machine. */
  readonly onMachine: Uint8Array;
  length = 0;
  private readonly graph: ShopGraph;
  private readonly random: Xorshift;

  constructor(graph: ShopGraph, random: Xorshift) {
    this.graph = graph;
    this.random = random;
    this.path = new Int32Array(graph.size);
    this.onMachine = new Uint8Array(graph.size);
  }

  /** A path chosen at random where there are several. */
  find(): void {
    const { graph, path, onMachine, random } = this;
    const { head, delay, duration, jobBefore, machineBefore } = graph;
    let operation = this.lastOperation();
    this.length = 0;
    while (operation >= 0) {
      path[this.length] = operation;
      const inJob = jobBefore[operation]!;
      const before = machineBefore[operation]!;
      const byJob = inJob >= 0 && head[inJob]! + delay[inJob]! === head[operation];
      const byMachine =
        before >= 0 &&
        head[before]! + duration[before]! + graph.setupBetween(before, operation) === head[operation];
      const takeMachine = byMachine && (!byJob || random.below(2) === 0);
      onMachine[this.length++] = takeMachine ? 1 : 0;
      operation = takeMachine ? before : byJob ? inJob : -1;
    }
    path.subarray(0, this.length).reverse();
    onMachine.subarray(0, this.length).reverse();
  }

  private lastOperation(): number {
    const { head, finish, finishers, makespan } = this.graph;
    let [chosen, ties] = [-1, 0];
    for (let index = 0; index < finishers.length; index++) {
      const operation = finishers[index]!;
      if (head[operation]! + finish[operation]! === makespan && this.random.below(++ties) === 0)
        chosen = operation;
    }
    return chosen;
  }
}
