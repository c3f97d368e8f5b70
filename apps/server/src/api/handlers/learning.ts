import type { AssetErrorView, LearntValueView } from "@qtwin/api";
import { dayMs, QtwinError } from "@qtwin/core";
import { loadUseCase, useCaseParameters, type ValueInForce, valuesInForce } from "@qtwin/loop";
import type { ApiDeps, Handlers } from "../context.ts";

/** Days of evidence looked through for the newest error of an asset. */
const recentDays = 7;

function valueView({ described, record, decision, used, why }: ValueInForce): LearntValueView {
  const { id, asset, title, unit, siteValue } = described;
  const { learnt = null, learntAtMs = 0, number = 0 } = record ?? {};
  return {
    id,
    asset,
    title,
    unit,
    siteValue,
    learnt: learnt && {
      value: learnt.value,
      low80: learnt.low80,
      high80: learnt.high80,
      low95: learnt.low95,
      high95: learnt.high95,
      samples: learnt.samples,
      fromMs: learnt.fromMs,
      untilMs: learnt.untilMs,
      learntAtMs,
      version: number,
      verdict: learnt.verdict,
    },
    used,
    why,
    decision: decision && {
      verdict: decision.verdict,
      by: decision.by,
      atMs: decision.atMs,
      reason: decision.reason,
    },
  };
}

async function newestErrors({ site, store, clock }: ApiDeps): Promise<readonly AssetErrorView[]> {
  const fromDay = new Date(clock.nowMs() - recentDays * dayMs).toISOString().slice(0, 10);
  const assets = [...new Set(site.writePoints.map((point) => point.asset))];
  const found = await Promise.all(
    assets.map(async (asset): Promise<readonly AssetErrorView[]> => {
      const days = await store().assetModes.evidence(site.id, asset, fromDay);
      const last = days.findLast(({ predictionErrorPct }) => predictionErrorPct !== null);
      const { day = "", predictionErrorPct = null, predictionLimitPct = null } = last ?? {};
      if (predictionErrorPct === null || predictionLimitPct === null) return [];
      return [{ asset, day, errorPct: predictionErrorPct, limitPct: predictionLimitPct }];
    }),
  );
  return found.flat();
}

/** What the meters taught about the plant, and a person's say in it. */
export function learningHandlers(deps: ApiDeps): Handlers<"learning" | "decideLearnt"> {
  const values = async (): Promise<readonly ValueInForce[]> => {
    const useCase = await loadUseCase(deps.site.useCase);
    const parameters = useCaseParameters(useCase, deps.site);
    const context = { site: deps.site, store: deps.store(), useCase, parameters };
    return valuesInForce(context, Math.round(deps.clock.nowMs()));
  };
  return {
    learning: async () => ({ values: (await values()).map(valueView), errors: await newestErrors(deps) }),

    decideLearnt: async ({ params: { id }, body }, caller) => {
      const before = (await values()).find(({ described }) => described.id === id);
      if (!before) throw noValue(id);
      const { name } = caller.identity!;
      const atMs = Math.round(deps.clock.nowMs());
      const decision = { siteId: deps.site.id, valueId: id, verdict: body.verdict, atMs, by: name };
      await deps.store().learning.decide({ ...decision, reason: body.reason });
      await deps.audit({
        siteId: deps.site.id,
        atMs,
        actor: name,
        action: `learning.${body.verdict}`,
        subject: id,
        details: {
          site: before.described.siteValue,
          learnt: before.record?.learnt.value ?? null,
          used: before.used,
          reason: body.reason,
        },
      });
      await deps.store().events.notify({ siteId: deps.site.id, topic: "learning", atMs, payload: decision });
      return valueView((await values()).find(({ described }) => described.id === id)!);
    },
  };
}

const noValue = (id: string): QtwinError =>
  new QtwinError({
    kind: "not-found",
    code: "QT_SERVER_NO_LEARNT_VALUE",
    message: `Nothing is learnt about '${id}'.`,
    fix: "GET /api/v1/twin/learning lists the values that are learnt.",
    where: "id",
  });
