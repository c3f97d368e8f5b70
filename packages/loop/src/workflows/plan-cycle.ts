import { DBOS } from "@dbos-inc/dbos-sdk";
import { minuteMs } from "@qtwin/core";
import { captureSnapshot, readFacts } from "../planning/facts.ts";
import { activate, type Raised, raiseProposal } from "../planning/raise-proposal.ts";
import { solveFacts } from "../planning/solve-facts.ts";
import { startAwaitingDecision } from "./await-decision.ts";
import { currentContext, patient, proposalIdOf } from "./runtime.ts";

export type CycleOutcome =
  | ({ readonly kind: "proposed" } & Raised)
  /** No proposal: what is in force stays, and this says why. */
  | { readonly kind: "kept"; readonly reason: string };

/** A cycle that was interrupted for longer than this plans on a plant that no longer exists. */
const staleAfterMs = 15 * minuteMs;

const kept = (reason: string): CycleOutcome => ({ kind: "kept", reason });

async function cycle(trigger: string): Promise<CycleOutcome> {
  const proposalId = proposalIdOf(DBOS.workflowID!);
  const captured = await DBOS.runStep(() => captureSnapshot(currentContext()), {
    ...patient,
    name: "capture",
  });
  const { snapshotId, worst } = captured;
  if (!captured.passed) return kept(worst?.sentence ?? "The data is not good enough.");
  const read = await DBOS.runStep(() => readFacts(currentContext(), snapshotId), {
    ...patient,
    name: "forecast",
  });
  if (!read.ok) return kept(read.missing.join(" "));
  const { facts } = read;
  const runId = `run-${proposalId}`;
  const answer = await DBOS.runStep(
    () => solveFacts(currentContext(), { runId, proposalId, snapshotId, facts, trigger }),
    { ...patient, name: "build and solve" },
  );
  if (!answer.solution) return kept(`The solver found no plan (${answer.status}).`);
  const raised = await DBOS.runStep(
    async () => {
      const context = currentContext();
      if (context.clock.nowMs() - captured.takenAtMs > staleAfterMs) return null;
      return raiseProposal(context, { proposalId, snapshotId, trigger, facts, answer, worst });
    },
    { ...patient, name: "decide" },
  );
  if (!raised) return kept("The cycle was interrupted for too long.");
  if (raised.state === "open") await startAwaitingDecision(proposalId);
  if (raised.state === "approved") {
    await DBOS.runStep(() => activate(currentContext(), proposalId), { ...patient, name: "activate" });
  }
  return { kind: "proposed", ...raised };
}

const registered = DBOS.registerWorkflow(cycle, { name: "planCycle" });

/**
 * Captures, forecasts, builds, solves and decides; an open proposal waits for people in its own workflow.
 * @param workflowId the same id is the same cycle
 */
export async function runPlanCycle(workflowId: string, trigger: string): Promise<CycleOutcome> {
  const handle = await DBOS.startWorkflow(registered, { workflowID: workflowId })(trigger);
  return handle.getResult();
}
