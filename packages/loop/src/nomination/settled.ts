import type { NominationRecord, Store } from "@qtwin/store";
import type { NominationCourse } from "@qtwin/usecases";
import type { AnyUseCase } from "../context.ts";
import { loopError } from "../errors.ts";
import type { Site } from "../site/index.ts";

export interface SettledNomination {
  readonly record: NominationRecord;
  /** So far, by the main meter. */
  readonly course: NominationCourse;
}

/**
 * What was nominated for a local day of delivery.
 * @param day for example `2023-05-10`
 * @throws QT_LOOP_NO_NOMINATION
 */
export async function nominationOf(
  store: Pick<Store, "nominations">,
  site: Site,
  day: string,
): Promise<NominationRecord> {
  const record = await store.nominations.get(site.id, day);
  if (record) return record;
  const why =
    site.balancing === null ? `The contract of site '${site.id}' asks for none.` : "It may not be due yet.";
  throw loopError("QT_LOOP_NO_NOMINATION", `Nothing is nominated for '${day}'. ${why}`, "date");
}

/** Nominations beside what came of them, by the contract they were made under; empty where the use case nominates nothing. */
export async function settledNominations(
  context: { readonly site: Site; readonly store: Pick<Store, "history">; readonly useCase: AnyUseCase },
  records: readonly NominationRecord[],
  nowMs: number,
): Promise<readonly SettledNomination[]> {
  const { site, store, useCase } = context;
  const { nominating } = useCase;
  if (!nominating) return [];
  const history = store.history.reader(site.id, site.points);
  return Promise.all(
    records.map(async (record) => ({
      record,
      course: await nominating.course(history, record.contract, record.nominated, nowMs),
    })),
  );
}
