/** Earliest start and latest end of each operation. */
export interface Windows {
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/**
 * Edge-finding on one machine, both ways in time: where an operation cannot run before all of a set is done, it starts after
 * that set, and the mirror image. Windows only get tighter. Quadratic in the number of operations.
 *
 * Sources: Carlier, Pinson 1989; Baptiste, Le Pape, Nuijten, "Constraint-Based Scheduling", 2001, section 2.1.
 */
export function findEdges(
  operations: Int32Array,
  duration: Int32Array,
  windows: Windows,
): "impossible" | "tighter" | "same" {
  const count = operations.length;
  const length = Float64Array.from(operations, (operation) => duration[operation]!);
  const start = Float64Array.from(operations, (operation) => windows.start[operation]!);
  const end = Float64Array.from(operations, (operation) => windows.end[operation]!);
  if (!raiseStarts(start, end, length)) return "impossible";
  const mirroredStart = end.map((time) => -time);
  const mirroredEnd = start.map((time) => -time);
  if (!raiseStarts(mirroredStart, mirroredEnd, length)) return "impossible";
  let changed = false;
  for (let at = 0; at < count; at++) {
    const operation = operations[at]!;
    if (start[at]! > windows.start[operation]!) {
      windows.start[operation] = start[at]!;
      changed = true;
    }
    if (-mirroredStart[at]! < windows.end[operation]!) {
      windows.end[operation] = -mirroredStart[at]!;
      changed = true;
    }
    if (windows.start[operation]! + length[at]! > windows.end[operation]!) return "impossible";
  }
  return changed ? "tighter" : "same";
}

/**
 * For each latest end d, the set of those that must end by d: from the one that can start last on, `load` and `done` (when
 * all of the set from there on can be done) are summed up; then every other operation is held against them.
 */
function raiseStarts(start: Float64Array, end: Float64Array, length: Float64Array): boolean {
  const count = start.length;
  const byStart = Int32Array.from(start.keys()).sort((a, b) => start[a]! - start[b]!);
  const least = start.slice();
  const load = new Float64Array(count + 1);
  const done = new Float64Array(count + 1);
  for (let last = 0; last < count; last++) {
    const limit = end[last]!;
    load[count] = 0;
    done[count] = -Infinity;
    for (let at = count - 1; at >= 0; at--) {
      const each = byStart[at]!;
      const isInside = end[each]! <= limit;
      load[at] = load[at + 1]! + (isInside ? length[each]! : 0);
      done[at] = isInside ? Math.max(done[at + 1]!, start[each]! + load[at]!) : done[at + 1]!;
      if (done[at]! > limit) return false;
    }
    let latest = -Infinity;
    let latestAt = -1;
    for (let at = 0; at < count; at++) {
      const each = byStart[at]!;
      if (end[each]! <= limit) {
        const through = start[each]! + load[at]!;
        if (through <= latest) continue;
        latest = through;
        latestAt = at;
        continue;
      }
      const behindEarlier = latestAt >= 0 && latest + length[each]! > limit;
      const behindLater = load[at]! > 0 && start[each]! + length[each]! + load[at]! > limit;
      if (behindEarlier && done[latestAt]! > least[each]!) least[each] = done[latestAt]!;
      if (behindLater && done[at]! > least[each]!) least[each] = done[at]!;
    }
  }
  start.set(least);
  return true;
}
