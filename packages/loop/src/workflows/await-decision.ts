import { DBOS } from "@dbos-inc/dbos-sdk";
import type { ProposalState } from "@qtwin/decide";
import { lookAtDecision } from "../planning/raise-proposal.ts";
import { currentContext, patient } from "./runtime.ts";

const topic = "decision";
const workflowId = (proposalId: string): string => `decision:${proposalId}`;

async function untilDecided(proposalId: string): Promise<ProposalState> {
  for (;;) {
    const look = await DBOS.runStep(() => lookAtDecision(currentContext(), proposalId), {
      ...patient,
      name: "look",
    });
    if (look.kind === "decided") return look.state;
    const timeoutSeconds = Math.max(1, look.waitMs / currentContext().clock.speed / 1000);
    await DBOS.recv(topic, { timeoutSeconds, pollingIntervalMs: 1000 });
  }
}

const registered = DBOS.registerWorkflow(untilDecided, { name: "awaitDecision" });

/** Waits, over any number of restarts, until a proposal is decided or expires. Starting it twice is starting it once. */
export async function startAwaitingDecision(proposalId: string): Promise<void> {
  await DBOS.startWorkflow(registered, { workflowID: workflowId(proposalId) })(proposalId);
}

/** Wakes the waiting workflow; it looks into the store itself. */
export async function wakeDecision(proposalId: string): Promise<void> {
  if (!(await DBOS.getWorkflowStatus(workflowId(proposalId)))) return;
  await DBOS.send(workflowId(proposalId), "look", topic);
}
