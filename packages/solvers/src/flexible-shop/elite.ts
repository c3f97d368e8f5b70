import type { Xorshift } from "../search/xorshift.ts";
import type { ShopGraph } from "./shop-graph.ts";

/** A schedule that was kept. */
export interface Member {
  readonly optionOf: Int32Array;
  /** By operation. */
  readonly start: Float64Array;
  /** By operation: middle of its time window, head − tail; ascending along every path. */
  readonly moment: Float64Array;
  /** By operation: the one before it on its machine. */
  readonly machineBefore: Int32Array;
  readonly makespan: number;
}

/** The schedule of a graph with its critical times. */
export function memberOf({ optionOf, head, tail, machineBefore, makespan }: ShopGraph): Member {
  const moment = head.map((time, operation) =>
    tail[operation] === -Infinity ? time : time - tail[operation]!,
  );
  return {
    optionOf: optionOf.slice(),
    start: head.slice(),
    moment,
    machineBefore: machineBefore.slice(),
    makespan,
  };
}

/** How many operations have another option or another operation before them on their machine. */
export function distance(one: Member, other: Member): number {
  let differ = 0;
  for (let operation = 0; operation < one.optionOf.length; operation++)
    if (
      one.optionOf[operation] !== other.optionOf[operation] ||
      one.machineBefore[operation] !== other.machineBefore[operation]
    )
      differ++;
  return differ;
}

/** A small set of good schedules that differ. */
export class Elite {
  readonly members: Member[] = [];
  private readonly capacity: number;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  get isFull(): boolean {
    return this.members.length >= this.capacity;
  }

  /** Keeps a schedule that is better than one that is much like it, or else than the worst. @returns whether it was kept */
  add(candidate: Member): boolean {
    const { members } = this;
    const close = candidate.optionOf.length / 50;
    const twin = members.findIndex((member) => distance(member, candidate) <= close);
    if (twin >= 0) {
      if (candidate.makespan >= members[twin]!.makespan) return false;
      members[twin] = candidate;
      return true;
    }
    if (!this.isFull) {
      members.push(candidate);
      return true;
    }
    let worst = 0;
    for (let at = 1; at < members.length; at++)
      if (members[at]!.makespan > members[worst]!.makespan) worst = at;
    if (candidate.makespan >= members[worst]!.makespan) return false;
    members[worst] = candidate;
    return true;
  }
}

/**
 * Loads a schedule between two others into a graph: pairs that both have in one order stay so, the others go the way of the
 * parent that has more weight there. Since the weighted moments ascend along every job, no circle can come of it; this is
 * one point of the path that path relinking would walk (González, Vela, Varela, "Scatter search with path relinking for the
 * flexible job shop scheduling problem", 2015).
 */
export function loadBetween(graph: ShopGraph, one: Member, other: Member, random: Xorshift): void {
  const { size, jobBefore } = graph;
  const share = 0.3 + 0.4 * random.next();
  const isClose = distance(one, other) <= size / 10;
  const first = one.start.reduce((low, time) => Math.min(low, time), Infinity);
  const noise = isClose ? 0.2 * (one.makespan - first) : 0;
  const optionOf = one.optionOf.map((option, operation) =>
    random.next() < share ? other.optionOf[operation]! : option,
  );
  const key = new Float64Array(size);
  for (let operation = 0; operation < size; operation++) {
    const mixed = (1 - share) * one.moment[operation]! + share * other.moment[operation]!;
    key[operation] = mixed + noise * random.next();
    if (jobBefore[operation]! >= 0) key[operation] = Math.max(key[operation]!, key[operation - 1]!);
  }
  const order = Int32Array.from({ length: size }, (_, operation) => operation);
  order.sort((a, b) => key[a]! - key[b]! || a - b);
  graph.load(optionOf, order);
}
