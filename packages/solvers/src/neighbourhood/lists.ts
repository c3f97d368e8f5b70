/** Lists in compressed form: list i holds item[start[i]] … item[start[i+1]−1]. */
export interface Lists {
  readonly start: Int32Array;
  readonly item: Int32Array;
}

/** @param visit says every (list, item), in the same order each time it is called; it is called twice */
export function listsOf(count: number, visit: (add: (list: number, item: number) => void) => void): Lists {
  const start = new Int32Array(count + 1);
  visit((list) => {
    start[list + 1]!++;
  });
  for (let list = 0; list < count; list++) start[list + 1]! += start[list]!;
  const item = new Int32Array(start[count]!);
  const next = start.slice();
  visit((list, each) => {
    item[next[list]!++] = each;
  });
  return { start, item };
}

export const listOf = ({ start, item }: Lists, list: number): Int32Array =>
  item.subarray(start[list]!, start[list + 1]!);
