import { expect, test } from "vitest";
import { createTurns } from "./in-turn.ts";

test("work of one name runs one after the other, of two names at once; a failure stops nothing", async () => {
  const inTurn = createTurns();
  const steps: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = inTurn("a", async () => {
    await gate.promise;
    steps.push("first");
    throw new Error("failed");
  });
  const second = inTurn("a", async () => steps.push("second"));
  await inTurn("b", async () => steps.push("other"));
  gate.resolve();
  await expect(first).rejects.toThrow("failed");
  await second;
  expect(steps).toEqual(["other", "first", "second"]);
});
