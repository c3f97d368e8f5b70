import { expect, test } from "vitest";
import { Xorshift } from "../search/xorshift.ts";
import { MoveChoice } from "./move-choice.ts";

/** The operation chosen among moves of estimate and work, offered in a row. */
function chosen(aim: number, ...moves: readonly (readonly [estimate: number, work: number])[]): number {
  const choice = new MoveChoice(new Xorshift(1));
  choice.clear(aim);
  moves.forEach(([estimate, work], operation) => {
    choice.offer(operation, operation, 0, estimate, work);
  });
  return choice.operation;
}

test("the lower estimate is better, whatever the work", () => {
  expect(chosen(0, [9, 0], [8, 5], [10, -5])).toBe(1);
});

test("less work decides between estimates that reach the aim, and between equals", () => {
  expect(chosen(50, [30, 4], [40, 1], [20, 3])).toBe(1);
  expect(chosen(0, [30, 4], [30, 1], [30, 3])).toBe(1);
});

test("the estimate decides between moves that reach the aim with the same work", () => {
  expect(chosen(50, [40, 1], [20, 1], [30, 1])).toBe(1);
});

test("chance decides between equals, each as often as the others", () => {
  const choice = new MoveChoice(new Xorshift(1));
  const count = [0, 0, 0];
  for (let run = 0; run < 3000; run++) {
    choice.clear(0);
    for (let operation = 0; operation < 3; operation++) choice.offer(operation, 0, 0, 5, 1);
    count[choice.operation]!++;
  }
  // Standard deviation of each is 26.
  for (const times of count) expect(Math.abs(times - 1000)).toBeLessThan(130);
});
