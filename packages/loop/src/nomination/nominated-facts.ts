import { dayMs } from "@qtwin/core";
import type { Snapshot } from "@qtwin/twin";
import type { FactsResult } from "@qtwin/usecases";
import type { LoopContext } from "../context.ts";
import { parametersAt } from "../learning/values-in-force.ts";

/** Further than any plan reaches. */
const reachMs = 3 * dayMs;

/**
 * The facts of a snapshot with the values and nominations that counted when it was taken: the same snapshot gives the same facts
 * for ever.
 * @param horizonH default: the site's
 */
export async function nominatedFacts(
  context: Pick<LoopContext, "site" | "store" | "useCase" | "parameters">,
  snapshot: Snapshot,
  horizonH?: number,
): Promise<FactsResult<unknown>> {
  const { site, store, useCase } = context;
  const { nominating } = useCase;
  const described = await parametersAt(context, snapshot.takenAtMs);
  const parameters =
    nominating && horizonH !== undefined ? nominating.reaching(described, horizonH) : described;
  const read = await useCase.readTwin(snapshot, store.history.reader(site.id, site.points), parameters);
  const contract = nominating?.contract(parameters);
  if (!read.ok || !nominating || !contract) return read;
  const { takenAtMs } = snapshot;
  const records = await store.nominations.between(site.id, takenAtMs - dayMs, takenAtMs + reachMs, takenAtMs);
  const nominated = records.map((record) => record.nominated);
  return { ...read, facts: nominating.apply(read.facts, contract, nominated) };
}
