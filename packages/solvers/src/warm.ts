import { createModel } from "@qtwin/model";
import { solve } from "./run.ts";

/**
 * Solves a tiny model, so that a worker waits with its solver loaded and the first real solve does not pay for that.
 * Call it once at the start of a service.
 */
export async function warmSolverWorker(): Promise<void> {
  const meaning = { rule: "warm", sentence: "Only to warm up.", unit: "1" };
  const model = createModel({ name: "warm-up", sense: "maximize" });
  const room = model.constraint({ ...meaning, id: "room" });
  const value = model.objective({ ...meaning, id: "value" });
  for (let item = 0; item < 12; item++) {
    const take = model.binary(`take[${item}]`);
    room.plus(7 + ((item * 5) % 11), take);
    value.plus(9 + ((item * 7) % 13), take);
  }
  room.atMost(60);
  await solve(model.build(), { timeLimitMs: 10_000, workLimit: 1 });
}
