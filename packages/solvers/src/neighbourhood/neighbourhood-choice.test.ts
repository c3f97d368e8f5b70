import { createRandom } from "@qtwin/core";
import { expect, test } from "vitest";
import { knapsackModel } from "../testing/models.ts";
import { landscapeOf } from "./landscape.ts";
import { NeighbourhoodChoice } from "./neighbourhood-choice.ts";

test("a neighbourhood is no larger than the time that is left, by what the last ones took", () => {
  const landscape = landscapeOf(knapsackModel(60, 2, 1), new Float64Array(60), true);
  const choice = new NeighbourhoodChoice(landscape, createRandom(1), 20, Infinity);
  expect(choice.draw(1).blocks.length).toBe(20);
  for (let done = 0; done < 30; done++) {
    const draw = choice.draw();
    choice.learn(draw, { end: "done", gain: 1, proven: false }, 10 * draw.blocks.length);
  }
  for (let done = 0; done < 30; done++) {
    expect(choice.draw(50).blocks.length).toBeLessThanOrEqual(5);
    expect(choice.draw(1).blocks.length).toBeLessThanOrEqual(1);
  }
  // Some kinds find nothing in this landscape; the others are as large as before when there is time.
  const sizes = Array.from({ length: 30 }, () => choice.draw(1000).blocks.length);
  expect(Math.max(...sizes)).toBe(20);
});
