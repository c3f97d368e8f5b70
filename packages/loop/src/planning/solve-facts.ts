import { createHash } from "node:crypto";
import type { Answer } from "@qtwin/model";
import type { LoopContext } from "../context.ts";
import { planInForce } from "../write/plan-in-force.ts";
import { isUrgent } from "./triggers.ts";

/** An answer as the journal of the workflows keeps it. */
export interface StoredAnswer extends Omit<Answer, "solution"> {
  readonly solution: readonly number[] | null;
}

export const storedAnswer = (answer: Answer): StoredAnswer => ({
  ...answer,
  solution: answer.solution && Array.from(answer.solution),
});

export const restoredAnswer = (stored: StoredAnswer): Answer => ({
  ...stored,
  solution: stored.solution && Float64Array.from(stored.solution),
});

export interface SolveInput {
  readonly runId: string;
  readonly proposalId: string;
  readonly snapshotId: string;
  readonly facts: unknown;
  /** Why the plan is made. */
  readonly trigger: string;
}

/** Builds the model, solves it under the deadline and keeps model and answer in the run ledger. */
export async function solveFacts(context: LoopContext, input: SolveInput): Promise<StoredAnswer> {
  const { site, store, useCase, clock } = context;
  const model = useCase.build(input.facts);
  const previous = (await planInForce(context))?.record.proposal.plan;
  const start = useCase.warmStart(input.facts, model, previous);
  const found = await context.solve(model, start, isUrgent(input.trigger));
  const answer = context.improve ? await context.improve(useCase, input.facts, model, found) : found;
  const mps = context.toMps(model);
  await store.runs.put({
    id: input.runId,
    siteId: site.id,
    useCase: useCase.id,
    snapshotId: input.snapshotId,
    proposalId: answer.solution ? input.proposalId : null,
    createdAtMs: clock.nowMs(),
    modelHash: createHash("sha256").update(mps).digest("hex"),
    mps,
    answer,
  });
  const isFound = answer.solution !== null;
  await store.events.notify({
    siteId: site.id,
    topic: "run",
    atMs: clock.nowMs(),
    payload: { runId: input.runId, status: answer.status, gap: answer.gap },
  });
  context.status.set(
    "solver",
    isFound ? "ok" : "degraded",
    isFound ? "Finds plans." : `No plan found (${answer.status}): what is in force stays.`,
  );
  return storedAnswer(answer);
}
