import { dayMs } from "@qtwin/core";
import type { AssetError, PlantDay } from "@qtwin/usecases";
import type { LoopContext } from "../context.ts";
import { parametersAt, valuesInForce } from "./values-in-force.ts";

/**
 * Learns the values of the plant from the days up to the end of a day, keeps them, and says which began or ceased to be
 * planned with. Doing it again for the same day adds nothing.
 */
export async function learnDay(context: LoopContext, day: PlantDay): Promise<number> {
  const { site, store, useCase, parameters, clock } = context;
  if (!useCase.learn) return 0;
  const nowMs = clock.nowMs();
  const before = await valuesInForce(context, nowMs);
  const resetMs = new Map(
    before.flatMap(({ described, decision }) =>
      decision?.verdict === "reset" ? [[described.id, decision.atMs] as const] : [],
    ),
  );
  const fromMs = day.untilMs - useCase.learn.windowDays * dayMs;
  const learnt = await useCase.learn.estimate(store.history.reader(site.id, site.points), parameters, {
    fromMs,
    untilMs: day.untilMs,
    sinceMs: (valueId) => resetMs.get(valueId) ?? fromMs,
  });
  await store.learning.put(learnt.map((value) => ({ siteId: site.id, learntAtMs: nowMs, learnt: value })));
  const wasUsed = new Map(before.map(({ described, used }) => [described.id, used]));
  for (const value of await valuesInForce(context, nowMs)) {
    const { described, record, used, why } = value;
    if (!record || used === wasUsed.get(described.id)) continue;
    await store.audit.append({
      siteId: site.id,
      atMs: nowMs,
      actor: "loop",
      action: used ? "learning.used" : "learning.dropped",
      subject: described.id,
      details: {
        site: described.siteValue,
        learnt: record.learnt.value,
        version: record.number,
        reason: why,
      },
    });
  }
  await store.events.notify({ siteId: site.id, topic: "learning", atMs: nowMs, payload: { day: day.name } });
  return learnt.length;
}

/** How far the model that was planned with was off on a day, by asset. */
export async function assetErrors(
  context: LoopContext,
  { fromMs, untilMs }: PlantDay,
): Promise<ReadonlyMap<string, AssetError>> {
  const { site, store, useCase } = context;
  if (!useCase.learn) return new Map();
  const history = store.history.reader(site.id, site.points);
  const inForce = await parametersAt(context, fromMs);
  const errors = await useCase.learn.errors(history, inForce, { fromMs, untilMs });
  return new Map(errors.map((error) => [error.asset, error]));
}
