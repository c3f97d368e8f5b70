/** Disjoint sets of the numbers below `count`. */
export class UnionFind {
  private readonly parent: Int32Array;

  constructor(count: number) {
    this.parent = Int32Array.from({ length: count }, (_, each) => each);
  }

  /** The number that stands for the set of this one. */
  find(each: number): number {
    const { parent } = this;
    let at = each;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  }

  join(left: number, right: number): void {
    const [a, b] = [this.find(left), this.find(right)];
    this.parent[Math.max(a, b)] = Math.min(a, b);
  }
}
