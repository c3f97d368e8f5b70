/** Numbers by key, the least key first. */
export class Heap {
  private readonly items: number[] = [];
  private readonly keys: number[] = [];

  get size(): number {
    return this.items.length;
  }

  /** The first number and its key; −1 and Infinity where there is none. */
  get top(): number {
    return this.items[0] ?? -1;
  }

  get topKey(): number {
    return this.keys[0] ?? Infinity;
  }

  push(item: number, key: number): void {
    const { items, keys } = this;
    let at = items.length;
    items.push(item);
    keys.push(key);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (keys[above]! <= key) break;
      this.put(at, items[above]!, keys[above]!);
      at = above;
    }
    this.put(at, item, key);
  }

  /** Takes out the first number; −1: there is none. */
  pop(): number {
    const { items, keys } = this;
    if (items.length === 0) return -1;
    const first = items[0]!;
    const [item, key] = [items.pop()!, keys.pop()!];
    const size = items.length;
    if (size === 0) return first;
    let at = 0;
    for (let below = 1; below < size; below = 2 * at + 1) {
      if (below + 1 < size && keys[below + 1]! < keys[below]!) below++;
      if (keys[below]! >= key) break;
      this.put(at, items[below]!, keys[below]!);
      at = below;
    }
    this.put(at, item, key);
    return first;
  }

  private put(at: number, item: number, key: number): void {
    this.items[at] = item;
    this.keys[at] = key;
  }
}
