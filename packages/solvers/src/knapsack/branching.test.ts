import { expect, test } from "vitest";
import { boundAfter } from "./branching.ts";
import type { Packing } from "./instance.ts";

const packing: Packing = { taken: new Int32Array(), use: new Float64Array(), value: 20 };

test("a packing that was refused leaves open what HiGHS leaves open", () => {
  const answer = { packing, bound: 20, exhausted: true, nodes: 1 };
  expect(boundAfter(answer, false, 18)).toBe(20);
  expect(boundAfter(answer, true, 20)).toBe(20);
  expect(boundAfter({ ...answer, packing: null, bound: 18.5 }, false, 18)).toBe(18);
  expect(boundAfter({ ...answer, exhausted: false, bound: 21 }, true, 20)).toBe(21);
});
