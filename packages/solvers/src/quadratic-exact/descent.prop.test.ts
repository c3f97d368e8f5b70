import { createRandom } from "@qtwin/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { descend, randomBits } from "./descent.ts";
import { type Part, partEnergy, partsOf } from "./parts.ts";

/** A ring of whole weights and as many chords: one part. */
function partOf(count: number, seed: number): Part {
  const random = createRandom(seed);
  const rows = Array.from({ length: count }, () => new Set<number>());
  for (let i = 0; i + 1 < count; i++) {
    rows[i]!.add(i + 1);
    const [a, b] = [random.integer(count), random.integer(count)];
    if (a !== b) rows[Math.min(a, b)]!.add(Math.max(a, b));
  }
  const sorted = rows.map((row) => [...row].sort((left, right) => left - right));
  const start = new Int32Array(count + 1);
  sorted.forEach((row, i) => {
    start[i + 1] = start[i]! + row.length;
  });
  const weight = (): number => random.integer(15) - 7 || 3;
  const column = Int32Array.from(sorted.flat());
  const linear = new Float64Array(count).map(weight);
  return partsOf({
    count,
    offset: 0,
    linear,
    start,
    column,
    value: new Float64Array(column.length).map(weight),
  })[0]!;
}

/** The same, every gain from scratch. */
function descendSlowly(part: Part, bits: Int8Array): void {
  for (;;) {
    const energy = partEnergy(part, bits);
    const gains = Array.from(bits, (bit, i) => energy - partEnergy(part, bits.with(i, 1 - bit)));
    const most = Math.max(...gains);
    if (most <= 0) return;
    const chosen = gains.indexOf(most);
    bits[chosen] = 1 - bits[chosen]!;
  }
}

test("each flip is the first of those that gain most", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 150 }), fc.nat(), (count, seed) => {
      const part = partOf(count, seed);
      const bits = randomBits(count, createRandom(seed));
      const slow = bits.slice();
      descend(part, bits);
      descendSlowly(part, slow);
      expect(bits).toEqual(slow);
    }),
    { numRuns: 30 },
  );
});
