import type { NominationRecord, Store } from "@qtwin/store";
import type { NominationCourse } from "@qtwin/usecases";
import type { AnyUseCase } from "../context.ts";
import type { Site } from "../site/index.ts";

export interface SettledNomination {
  readonly record: NominationRecord;
  /** So far, by the main meter. */
  readonly course: NominationCourse;
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
