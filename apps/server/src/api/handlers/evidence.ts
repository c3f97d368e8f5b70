import type { RouteRequest, Routes } from "@qtwin/api";
import { type EvidenceFilter, evidencePages, evidencePagesCsv } from "@qtwin/store";
import type { ApiDeps, Handlers } from "../context.ts";

const filterOf = ({
  class: problemClass,
  before,
  ...same
}: RouteRequest<Routes["evidence" | "evidenceCsv"]>["query"]): EvidenceFilter => ({
  ...same,
  ...(problemClass === undefined ? {} : { problemClass }),
  ...(before === undefined ? {} : { beforeNumber: before }),
});

export function evidenceHandlers(deps: ApiDeps): Handlers<"evidence" | "evidenceCsv" | "recordEvidence"> {
  return {
    evidence: ({ query }) => deps.store().evidence.list(filterOf(query)),
    evidenceCsv: async ({ query }) => evidencePagesCsv(evidencePages(deps.store().evidence, filterOf(query))),
    recordEvidence: async ({ body }, caller) => {
      const by = caller.identity!.name;
      const records = body.entries.map(({ atMs = deps.wallNowMs(), ...entry }) => ({ ...entry, atMs, by }));
      await deps.store().evidence.put(records);
      await deps.audit({
        siteId: null,
        atMs: deps.wallNowMs(),
        actor: by,
        action: "evidence.record",
        subject: records[0]!.id,
        details: { entries: records.length },
      });
      return { recorded: records.length };
    },
  };
}
