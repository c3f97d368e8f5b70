import type { NominationView } from "@qtwin/api";
import {
  loadUseCase,
  nominationCsv,
  nominationOf,
  type SettledNomination,
  settledNominations,
} from "@qtwin/loop";
import type { ApiDeps, Handlers } from "../context.ts";

const view = ({ record, course }: SettledNomination): NominationView => ({
  day: record.day,
  madeAtMs: record.madeAtMs,
  basis: record.basis,
  grid: record.nominated.grid,
  kw: record.nominated.kw,
  contract: record.contract,
  course,
});

/** What was nominated to the supplier, beside what the main meter says. */
export function nominationHandlers(deps: ApiDeps): Handlers<"nominations" | "nominationCsv"> {
  const { site, clock } = deps;
  return {
    nominations: async ({ query }) => {
      const store = deps.store();
      const useCase = await loadUseCase(site.useCase);
      const records = await store.nominations.list(site.id, query.limit);
      return (await settledNominations({ site, store, useCase }, records, clock.nowMs())).map(view);
    },
    nominationCsv: async ({ params }) =>
      nominationCsv(await nominationOf(deps.store(), site, params.day), site.timeZone),
  };
}
