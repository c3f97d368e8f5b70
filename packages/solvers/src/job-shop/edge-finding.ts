/** Room for edge-finding on machines of at most so many operations. */
export class EdgeFinder {
  /** Windows of the operations of one machine, to be set before and read after; in both directions of time. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly length: Int32Array;
  private readonly mirroredStart: Int32Array;
  private readonly mirroredEnd: Int32Array;
  /** The operations by start, and in that order: starts, ends, durations, and the starts that are found. */
  private readonly byStart: Int32Array;
  private readonly from: Int32Array;
  private readonly until: Int32Array;
  private readonly span: Int32Array;
  private readonly least: Int32Array;
  private readonly load: Int32Array;
  private readonly done: Int32Array;

  constructor(most: number) {
    const column = (): Int32Array => new Int32Array(most + 1);
    [this.start, this.end, this.length] = [column(), column(), column()];
    [this.mirroredStart, this.mirroredEnd, this.byStart] = [column(), column(), column()];
    [this.from, this.until, this.span] = [column(), column(), column()];
    [this.least, this.load, this.done] = [column(), column(), column()];
  }

  /**
   * Edge-finding both ways in time: where an operation cannot run before all of a set is done, it starts after that set, and
   * the mirror image. Windows only get tighter. Quadratic in the number of operations.
   * @returns false: there is no schedule within the windows
   *
   * Sources: Carlier, Pinson 1989; Baptiste, Le Pape, Nuijten, "Constraint-Based Scheduling", 2001, section 2.1.
   */
  tighten(count: number): boolean {
    const { start, end, length, mirroredStart, mirroredEnd } = this;
    for (let at = 0; at < count; at++) {
      mirroredStart[at] = -end[at]!;
      mirroredEnd[at] = -start[at]!;
    }
    if (!this.raiseStarts(start, end, count)) return false;
    if (!this.raiseStarts(mirroredStart, mirroredEnd, count)) return false;
    for (let at = 0; at < count; at++) {
      end[at] = -mirroredStart[at]!;
      if (start[at]! + length[at]! > end[at]!) return false;
    }
    return true;
  }

  /**
   * For each latest end d, the set of those that must end by d: from the one that can start last on, `load` and `done` (when
   * all of the set from there on can be done) are summed up; then every other operation is held against them.
   */
  private raiseStarts(start: Int32Array, end: Int32Array, count: number): boolean {
    const { byStart, from, until, span, least, load, done } = this;
    const longest = this.sort(start, end, count);
    load[count] = 0;
    done[count] = never;
    for (let last = 0; last < count; last++) {
      const limit = until[last]!;
      let sum = 0;
      let all = never;
      for (let at = count - 1; at >= 0; at--) {
        if (until[at]! <= limit) {
          sum = (sum + span[at]!) | 0;
          const through = (from[at]! + sum) | 0;
          if (through > all) all = through;
        }
        load[at] = sum;
        done[at] = all;
      }
      if (all > limit) return false;
      // Then none is long enough to be moved: with it the set would still be done in time.
      if (all + longest <= limit) continue;
      let latest = never;
      let latestAt = count;
      for (let at = 0; at < count; at++) {
        const rest = load[at]!;
        if (until[at]! <= limit) {
          const through = (from[at]! + rest) | 0;
          if (through <= latest) continue;
          latest = through;
          latestAt = at;
          continue;
        }
        const room = limit - span[at]!;
        if (latest > room && done[latestAt]! > least[at]!) least[at] = done[latestAt]!;
        if (rest > 0 && from[at]! + rest > room && done[at]! > least[at]!) least[at] = done[at]!;
      }
    }
    for (let at = 0; at < count; at++) start[byStart[at]!] = least[at]!;
    return true;
  }

  /** By insertion: few are out of place. @returns the longest duration */
  private sort(start: Int32Array, end: Int32Array, count: number): number {
    const { byStart, from, until, span, least, length } = this;
    let longest = 0;
    for (let at = 0; at < count; at++) {
      const time = start[at]!;
      let write = at;
      for (; write > 0 && from[write - 1]! > time; write--) {
        byStart[write] = byStart[write - 1]!;
        from[write] = from[write - 1]!;
      }
      byStart[write] = at;
      from[write] = time;
      if (length[at]! > longest) longest = length[at]!;
    }
    for (let at = 0; at < count; at++) {
      const each = byStart[at]!;
      until[at] = end[each]!;
      span[at] = length[each]!;
      least[at] = from[at]!;
    }
    return longest;
  }
}

/** Before all times, with room for sums. */
const never = -(2 ** 30);
