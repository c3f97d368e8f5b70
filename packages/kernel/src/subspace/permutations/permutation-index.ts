/** Permutations in lexicographic order: the index has the digits of the Lehmer code, position 0 the slowest. */
export function permutationAt(items: number, index: number): number[] {
  const left = Array.from({ length: items }, (_, item) => item);
  let rest = index;
  return left.slice().map((_, position) => {
    const stride = factorial(items - 1 - position);
    const digit = Math.floor(rest / stride);
    rest -= digit * stride;
    return left.splice(digit, 1)[0]!;
  });
}

/** The reverse of {@link permutationAt}. */
export function indexOfPermutation(permutation: ArrayLike<number>): number {
  let index = 0;
  for (let i = 0; i < permutation.length; i += 1) {
    let below = 0;
    for (let j = i + 1; j < permutation.length; j += 1) if (permutation[j]! < permutation[i]!) below += 1;
    index = index * (permutation.length - i) + below;
  }
  return index;
}

export function factorial(count: number): number {
  return count < 2 ? 1 : count * factorial(count - 1);
}

/**
 * Calls `visit` with the two indices of each pair of permutations that differ by the items at `place` and `place + 1`.
 * Only two digits change: (a, b) with a ≤ b becomes (b + 1, a), so the pairs lie in runs.
 */
export function visitNeighbourSwaps(
  items: number,
  place: number,
  visit: (x: number, y: number) => void,
): void {
  const run = factorial(items - 2 - place);
  const stride = factorial(items - 1 - place);
  const block = factorial(items - place);
  for (let start = 0; start < factorial(items); start += block)
    for (let b = 0; b < items - 1 - place; b += 1)
      for (let a = 0; a <= b; a += 1) {
        const x = start + a * stride + b * run;
        const y = start + (b + 1) * stride + a * run;
        for (let low = 0; low < run; low += 1) visit(x + low, y + low);
      }
}

/** For each permutation, the index of the one with its first and last item exchanged. */
export function closingPartners(items: number): Uint32Array {
  return Uint32Array.from({ length: factorial(items) }, (_, index) => {
    const permutation = permutationAt(items, index);
    const first = permutation[0]!;
    permutation[0] = permutation[items - 1]!;
    permutation[items - 1] = first;
    return indexOfPermutation(permutation);
  });
}
