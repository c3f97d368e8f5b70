import type { LearntDecision, LearntRecord } from "@qtwin/store";
import type { DescribedValue } from "@qtwin/usecases";
import type { LoopContext } from "../context.ts";

/** A value of the plant's description, what was learnt of it, and which of the two is planned with. */
export interface ValueInForce {
  readonly described: DescribedValue;
  /** Newest that counts: nothing before a reset does. */
  readonly record: LearntRecord | null;
  readonly decision: LearntDecision | null;
  /** Whether the learnt value is planned with. */
  readonly used: boolean;
  /** Why it is, or why the site's value stays. */
  readonly why: string;
}

/** Which values count, from what was learnt and what people said to it. */
export function chooseValues(
  described: readonly DescribedValue[],
  latest: ReadonlyMap<string, LearntRecord>,
  decisions: ReadonlyMap<string, LearntDecision>,
): readonly ValueInForce[] {
  return described.map((value) => {
    const decision = decisions.get(value.id) ?? null;
    const newest = latest.get(value.id) ?? null;
    const isForgotten =
      decision?.verdict === "reset" && newest !== null && newest.learntAtMs <= decision.atMs;
    const record = isForgotten ? null : newest;
    const base = { described: value, record, decision };
    if (decision?.verdict === "reject") {
      return { ...base, used: false, why: `${decision.by} rejected it: ${decision.reason}` };
    }
    if (!record) return { ...base, used: false, why: "Nothing has been learnt yet." };
    return { ...base, used: record.learnt.verdict === "accepted", why: record.learnt.reason };
  });
}

type Context = Pick<LoopContext, "site" | "store" | "useCase" | "parameters">;

/** The values as they counted at an instant of plant time; empty where the use case learns nothing. */
export async function valuesInForce(context: Context, atMs: number): Promise<readonly ValueInForce[]> {
  const { site, store, useCase, parameters } = context;
  if (!useCase.learn) return [];
  const [latest, decisions] = await Promise.all([
    store.learning.latest(site.id, atMs),
    store.learning.decisions(site.id, atMs),
  ]);
  return chooseValues(useCase.learn.values(parameters), latest, decisions);
}

/**
 * What is planned with at an instant: the site's description with the learnt values that count. The same instant gives
 * the same parameters for ever, so that a plan of the past can be made again.
 */
export async function parametersAt(context: Context, atMs: number): Promise<unknown> {
  const used = (await valuesInForce(context, atMs)).filter((value) => value.used);
  const { useCase, parameters } = context;
  if (!useCase.learn || used.length === 0) return parameters;
  const values = used.map(({ described, record }) => [described.id, record!.learnt.value] as const);
  return useCase.learn.apply(parameters, Object.fromEntries(values));
}
