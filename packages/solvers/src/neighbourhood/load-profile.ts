/** How much of a resource is taken, moment by moment: load k from time k up to the next one, 0 before the first. */
export class LoadProfile {
  private readonly times: number[] = [-Infinity];
  private readonly loads: number[] = [0];

  /** The first start from a moment on where so much more fits under the capacity all along; `from` where it never fits. */
  firstFit(from: number, duration: number, demand: number, capacity: number): number {
    const { times, loads } = this;
    if (demand > capacity) return from;
    let start = from;
    // At least the piece it starts in counts, even for what takes no time.
    for (let at = this.pieceAt(from); at < times.length; at++) {
      if (times[at]! > start && times[at]! >= start + duration) break;
      if (loads[at]! + demand > capacity) start = times[at + 1]!;
    }
    return start;
  }

  add(start: number, duration: number, demand: number): void {
    if (duration <= 0) return;
    const first = this.cutAt(start);
    const end = this.cutAt(start + duration);
    for (let at = first; at < end; at++) this.loads[at]! += demand;
  }

  /** The piece that begins at a moment, made where there is none. */
  private cutAt(moment: number): number {
    const at = this.pieceAt(moment);
    if (this.times[at] === moment) return at;
    this.times.splice(at + 1, 0, moment);
    this.loads.splice(at + 1, 0, this.loads[at]!);
    return at + 1;
  }

  /** The last piece that begins no later than a moment. */
  private pieceAt(moment: number): number {
    let [low, high] = [0, this.times.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.times[middle]! <= moment) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
