import type { RunView } from "@qtwin/api";
import { QtwinError } from "@qtwin/core";
import { verdictOf } from "@qtwin/model";
import type { RunRecord } from "@qtwin/store";
import type { ApiDeps, Handlers } from "../context.ts";
import { solutionText } from "../views/solution.ts";

function runView(run: Omit<RunRecord, "mps">): RunView {
  const { solver, status, objective, bound, gap, seconds, seed, timeline } = run.answer;
  const { boundMethod = null, members = [], notes = [] } = run.answer;
  const { id, useCase, createdAtMs, snapshotId, proposalId, modelHash } = run;
  return {
    id,
    useCase,
    createdAtMs,
    snapshotId,
    proposalId,
    modelHash,
    solver,
    status,
    objective,
    bound,
    gap,
    seconds,
    seed,
    timeline,
    boundMethod,
    members: members.map(({ note = "", ...member }) => ({ ...member, note })),
    notes,
  };
}

async function runNamed(deps: ApiDeps, id: string): Promise<RunRecord> {
  const run = await deps.store().runs.get(id);
  if (run) return run;
  throw new QtwinError({
    kind: "not-found",
    code: "QT_SERVER_NO_RUN",
    message: `There is no run '${id}'.`,
    fix: "GET /api/v1/runs lists them.",
    where: "id",
  });
}

export function recordHandlers(
  deps: ApiDeps,
): Handlers<"audit" | "verifyAudit" | "figures" | "runs" | "run" | "runModel" | "runSolution"> {
  return {
    audit: async ({ query }) => {
      const { before, ...filter } = query;
      const entries = await deps.store().audit.list({
        ...filter,
        ...(before === undefined ? {} : { beforeNumber: before }),
      });
      return entries.map(({ previousHash: _, ...entry }) => entry);
    },

    verifyAudit: async () => {
      const verdict = await deps.store().audit.verify();
      return verdict.intact
        ? { intact: true, count: verdict.count, headHash: verdict.headHash, brokenAt: null, reason: "" }
        : {
            intact: false,
            count: verdict.count,
            headHash: null,
            brokenAt: verdict.number,
            reason: verdict.reason,
          };
    },

    figures: async ({ query }) => {
      const found = await deps.store().kpis.list(deps.site.id, query.fromMs, query.untilMs);
      return found.map(({ siteId: _, ...figure }) => figure);
    },

    runs: async ({ query }) => (await deps.store().runs.list(deps.site.id, query.limit)).map(runView),
    run: async ({ params }) => {
      const run = await runNamed(deps, params.id);
      const evidence = run.answer.evidence.map((each) => ({ verdict: verdictOf(each), evidence: each }));
      return { ...runView(run), evidence };
    },
    runModel: async ({ params }) => (await runNamed(deps, params.id)).mps,
    runSolution: async ({ params }) => solutionText(await runNamed(deps, params.id)),
  };
}
