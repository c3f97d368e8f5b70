import { expect, it } from "vitest";
import { openYardstick } from "./yardstick.ts";

it.each(["f32", "f64"] as const)(
  "a pass multiplies every number of the state once, %s",
  async (precision) => {
    const { pass, memory } = await openYardstick(10, precision);
    const numbers = precision === "f32" ? new Float32Array(memory) : new Float64Array(memory);
    numbers.fill(2);
    pass();
    expect(numbers.slice(0, 2048).every((value) => value === 3)).toBe(true);
    // Behind the state nothing changes.
    expect(numbers.slice(2048).every((value) => value === 2)).toBe(true);
  },
);

it.each([
  ["f32", 4],
  ["f64", 2],
] as const)("counts the lanes of twelve chains, %s", async (precision, lanes) => {
  const { multiplyAdds } = await openYardstick(4, precision);
  expect(multiplyAdds(1000)).toBe(12_000 * lanes);
});
