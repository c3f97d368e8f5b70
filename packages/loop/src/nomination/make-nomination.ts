import { hourMs, minuteMs } from "@qtwin/core";
import type { NominationRecord } from "@qtwin/store";
import type { Snapshot } from "@qtwin/twin";
import type { PlantDay } from "@qtwin/usecases";
import type { LoopContext } from "../context.ts";
import { gridOf } from "../report/period.ts";
import { assetModeOf } from "../write/asset-state.ts";
import { planInForce } from "../write/plan-in-force.ts";
import { dueDay } from "./due.ts";
import { nominatedFacts } from "./nominated-facts.ts";

/** What an interrupted attempt knew of the plant is not nominated any more. */
const staleAfterMs = 15 * minuteMs;

/** A nomination, or why none was made yet. */
export type NominationOutcome =
  | { readonly kind: "nominated"; readonly record: NominationRecord }
  | { readonly kind: "not-yet"; readonly reason: string };

const notYet = (reason: string): NominationOutcome => ({ kind: "not-yet", reason });

/**
 * Nominates a day once: what the plan buys on it, or the plant by itself where Qtwin does not act. Doing it again, also at the
 * same time, changes nothing.
 */
export async function makeNomination(
  context: LoopContext,
  snapshotId: string,
  day: PlantDay,
): Promise<NominationOutcome> {
  const { site, store, useCase, clock } = context;
  const kept = await store.nominations.get(site.id, day.name);
  if (kept) return { kind: "nominated", record: kept };
  const snapshot = await store.snapshots.get(snapshotId);
  const contract = useCase.nominating?.contract(context.parameters);
  if (!snapshot || !contract) return notYet("The snapshot or the contract is not there any more.");
  const nowMs = clock.nowMs();
  const isDue = dueDay(nowMs, site.timeZone, contract.nominateAt)?.name === day.name;
  if (!isDue || nowMs - snapshot.takenAtMs > staleAfterMs)
    return notYet("The attempt was interrupted for too long.");
  const expected = await expectedCourse(context, snapshot, day);
  if ("missing" in expected) return notYet(expected.missing.join(" "));
  const record = await store.nominations.put({
    siteId: site.id,
    day: day.name,
    madeAtMs: clock.nowMs(),
    nominated: { grid: gridOf([day], site.stepMin), kw: expected.kw },
    contract,
    basis: expected.basis,
    snapshotId,
  });
  return { kind: "nominated", record };
}

type Expected = { readonly kw: readonly number[]; readonly basis: NominationRecord["basis"] };

/** What is bought on the day, from a plan that reaches to its end. */
async function expectedCourse(
  context: LoopContext,
  snapshot: Snapshot,
  day: PlantDay,
): Promise<Expected | { readonly missing: readonly string[] }> {
  const { site, useCase } = context;
  const stepMs = site.stepMin * minuteMs;
  const steps = Math.ceil((day.untilMs - snapshot.watermarkMs) / stepMs);
  const read = await nominatedFacts(context, snapshot, (steps * stepMs) / hourMs);
  if (!read.ok) return { missing: read.missing };
  const plan = (await actsOnPlant(context)) ? await plannedFor(context, read.facts) : null;
  const kw = useCase.nominating!.boughtKw(plan ?? useCase.baseline(read.facts), gridOf([day], site.stepMin));
  if (!kw) return { missing: [`The plan does not reach to the end of ${day.name}.`] };
  return { kw, basis: plan ? "plan" : "native" };
}

async function plannedFor(context: LoopContext, facts: unknown) {
  const { useCase } = context;
  const model = useCase.build(facts);
  const previous = (await planInForce(context))?.record.proposal.plan;
  const answer = await context.solve(model, useCase.warmStart(facts, model, previous));
  return answer.solution ? useCase.read(facts, model, answer) : null;
}

/** Whether plans are carried out at all: in shadow and advise the plant goes its own way. */
async function actsOnPlant(context: LoopContext): Promise<boolean> {
  const assets = [...new Set(context.site.writePoints.map((point) => point.asset))];
  const modes = await Promise.all(assets.map((asset) => assetModeOf(context, asset)));
  return modes.some((mode) => mode === "supervised" || mode === "automatic");
}
