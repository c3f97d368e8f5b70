import type { PlantDay } from "@qtwin/usecases";
import { learnBands } from "../bands/learn-bands.ts";
import type { LoopContext } from "../context.ts";
import { assetErrors } from "../learning/learn-day.ts";
import { nominationFigures } from "../nomination/figures.ts";
import { gridOf } from "../report/period.ts";
import { readRecorded } from "../report/recorded.ts";

/** Writes the figures of a past day: what it used and cost beside what was predicted, and how far plans were carried out. */
export async function recordKpis(context: LoopContext, day: PlantDay): Promise<number> {
  const { site, store, useCase, clock } = context;
  const recorded = await readRecorded(store, site.id, gridOf([day], site.stepMin), [day]);
  const settled = useCase.settle
    ? await useCase.settle(store.history.reader(site.id, site.points), context.parameters, recorded)
    : [];
  const sent = recorded.commands.filter(
    (item) => item.sentAtMs !== null && item.sentAtMs >= day.fromMs && item.sentAtMs < day.untilMs,
  );
  const verified = sent.filter((item) => item.state === "verified").length;
  const overrides = await store.overrides.list(site.id, day.fromMs, day.untilMs);
  const own = [
    { id: "writes", value: sent.length, unit: "1" },
    { id: "writesVerified", value: verified, unit: "1" },
    { id: "writesRefused", value: sent.filter((item) => item.state === "refused").length, unit: "1" },
    { id: "overrides", value: overrides.length, unit: "1" },
  ];
  const base = { siteId: site.id, fromMs: day.fromMs, untilMs: day.untilMs, computedAtMs: clock.nowMs() };
  const bands = (await learnBands(context, day)).flatMap(({ seriesId, steps, inside }) => [
    { id: `bandSteps.${seriesId}`, value: steps, unit: "1" },
    { id: `bandInside.${seriesId}`, value: inside, unit: "1" },
  ]);
  const nominated = await nominationFigures(context, day);
  await store.kpis.put(
    [...settled, ...nominated, ...own, ...bands].map(({ id, value, unit }) => ({ ...base, id, value, unit })),
  );
  const errors = await assetErrors(context, day);
  for (const asset of new Set(site.writePoints.map((point) => point.asset))) {
    await store.assetModes.putEvidence({
      siteId: site.id,
      asset,
      day: day.name,
      predictionErrorPct: errors.get(asset)?.errorPct ?? null,
      predictionLimitPct: errors.get(asset)?.limitPct ?? null,
      savingEur: null,
      overrides: overrides.filter((item) => item.asset === asset).length,
      refusals: sent.filter((item) => item.asset === asset && item.state === "refused").length,
    });
  }
  return settled.length + nominated.length + own.length + bands.length;
}
