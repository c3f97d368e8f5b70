import type { Propagation } from "./propagation.ts";

/**
 * Whether no schedule with this makespan can be, by probing: where an operation cannot start early in its window, or cannot
 * end late in it, its window is shaved, until nothing changes; false also where it is not seen. In small steps.
 *
 * Sources: Carlier, Pinson 1994; Martin, Shmoys 1996.
 */
export function* isShavedAway(propagation: Propagation, makespan: number): Generator<void, boolean> {
  if (yield* propagation.refute(makespan)) return true;
  const shaver = new Shaver(propagation);
  const { operationCount, machine } = propagation.shop;
  // The first operation after the last change, for a whole round without a change.
  let unchanged = 0;
  for (let at = 0; unchanged < operationCount; at = (at + 1) % operationCount) {
    unchanged++;
    if (machine[at]! < 0) continue;
    for (const isStart of [true, false]) {
      const shaved = yield* shaver.shave(at, isStart);
      if (shaved === "refuted") return true;
      if (shaved === "changed") unchanged = 0;
    }
  }
  return false;
}

class Shaver {
  private readonly propagation: Propagation;
  private readonly start: Int32Array;
  private readonly end: Int32Array;

  constructor(propagation: Propagation) {
    this.propagation = propagation;
    this.start = propagation.start.slice();
    this.end = propagation.end.slice();
  }

  /** Cuts off as much as probing refutes, in pieces that grow as long as it does and shrink when it does not. */
  *shave(operation: number, isStart: boolean): Generator<void, "refuted" | "changed" | "same"> {
    const { propagation } = this;
    const { start, end, shop } = propagation;
    let answer: "changed" | "same" = "same";
    let grows = true;
    for (let width = 1; width >= 1; width = grows ? 2 * width : width >> 1) {
      const room = end[operation]! - start[operation]! - shop.duration[operation]!;
      if (room === 0) break;
      const piece = Math.min(width, room);
      const isRefuted = this.isPieceRefuted(operation, isStart, piece);
      yield;
      if (!isRefuted) {
        grows = false;
        continue;
      }
      answer = "changed";
      if (!this.cut(operation, isStart, piece)) return "refuted";
    }
    return answer;
  }

  private cut(operation: number, isStart: boolean, piece: number): boolean {
    const { propagation } = this;
    const { start, end } = propagation;
    const hasRoom = isStart
      ? propagation.raiseStart(operation, start[operation]! + piece)
      : propagation.lowerEnd(operation, end[operation]! - piece);
    return hasRoom && propagation.tighten();
  }

  /** Whether it cannot start within the first `piece` ticks of its window, or end within the last; windows stay. */
  private isPieceRefuted(operation: number, isStart: boolean, piece: number): boolean {
    const { propagation } = this;
    const { start, end, shop } = propagation;
    this.start.set(start);
    this.end.set(end);
    propagation.work += shop.operationCount;
    const length = shop.duration[operation]!;
    const hasRoom = isStart
      ? propagation.lowerEnd(operation, start[operation]! + piece - 1 + length)
      : propagation.raiseStart(operation, end[operation]! - piece + 1 - length);
    const isPossible = hasRoom && propagation.tighten();
    propagation.forgive();
    start.set(this.start);
    end.set(this.end);
    return !isPossible;
  }
}
