import { DBOS } from "@dbos-inc/dbos-sdk";
import { commandId } from "@qtwin/decide";
import type { CommandGroup } from "../write/due-commands.ts";
import { handBack } from "../write/hand-back.ts";
import { createTurns } from "../write/in-turn.ts";
import { type SlotOutcome, sendSlot, verifySlot } from "../write/write-slot.ts";
import { currentContext, patient, wasStarted } from "./runtime.ts";

interface GroupJob {
  readonly proposalId: string;
  readonly asset: string;
  readonly slots: readonly { readonly pointId: string; readonly slot: number }[];
}

/** A clamped value is in force and known; people and the next plan see it. */
const succeeded = (outcome: SlotOutcome): boolean =>
  outcome.kind === "written" && ["acknowledged", "clamped", "verified"].includes(outcome.state);

const reasonOf = (outcome: SlotOutcome): string =>
  outcome.kind === "written"
    ? `${outcome.state}: ${outcome.reason}`
    : outcome.reasons.map((item) => item.sentence).join(" ");

/** Into the audit log and to the screens. */
async function record(job: GroupJob, pointId: string, slot: number, outcome: SlotOutcome): Promise<void> {
  const { site, store, clock } = currentContext();
  const subject = commandId({ proposalId: job.proposalId, pointId, slot });
  const state = outcome.kind === "written" ? outcome.state : "withheld";
  const reason = reasonOf(outcome);
  const base = { siteId: site.id, atMs: clock.nowMs() };
  await store.audit.append({
    ...base,
    actor: "loop",
    action: `command.${state}`,
    subject,
    details: { asset: job.asset, reason },
  });
  await store.events.notify({
    ...base,
    topic: "command",
    payload: { id: subject, proposalId: job.proposalId, asset: job.asset, pointId, state, reason },
  });
}

type Step = (job: GroupJob, slot: GroupJob["slots"][number]) => Promise<SlotOutcome>;

/** Commands of one point leave one at a time, whatever plan they belong to: check and send are not interleaved. */
const inTurn = createTurns();

const send: Step = (job, { pointId, slot }) =>
  DBOS.runStep(() => inTurn(pointId, () => sendSlot(currentContext(), job.proposalId, pointId, slot)), {
    ...patient,
    name: `write ${pointId}`,
  });

const verify: Step = (job, { pointId, slot }) =>
  DBOS.runStep(() => verifySlot(currentContext(), job.proposalId, pointId, slot), {
    ...patient,
    name: `verify ${pointId}`,
  });

/** Runs a step for each command; stops at the first that fails. @returns what failed */
async function forEach(
  job: GroupJob,
  step: Step,
): Promise<{ index: number; why: string; outcome: SlotOutcome } | null> {
  for (const [index, slot] of job.slots.entries()) {
    const outcome = await step(job, slot);
    await DBOS.runStep(() => record(job, slot.pointId, slot.slot, outcome), {
      ...patient,
      name: `record ${slot.pointId}`,
    });
    if (!succeeded(outcome)) return { index, why: `${slot.pointId} ${reasonOf(outcome)}`, outcome };
  }
  return null;
}

/** All of the group or none: what fails half-way hands the asset back. */
async function writeAll(job: GroupJob): Promise<string> {
  const unsent = await forEach(job, send);
  if (unsent?.index === 0 && unsent.outcome.kind === "withheld") return `withheld: ${unsent.why}`;
  const failed = unsent ?? (await forEach(job, verify));
  if (!failed) return "verified";
  await DBOS.runStep(() => handBack(currentContext(), job.proposalId, job.asset, failed.why), {
    ...patient,
    name: "hand back",
  });
  return `handed back: ${failed.why}`;
}

const registered = DBOS.registerWorkflow(writeAll, { name: "writeGroup" });

export const groupId = (group: CommandGroup): string =>
  `write:${group.proposalId}:${group.asset}:${group.validFromMs}`;

/** Writes the commands of one asset that start together; starting a group twice is starting it once. */
export async function startWriteGroup(group: CommandGroup): Promise<void> {
  if (await wasStarted(groupId(group))) return;
  const slots = group.slots.map(({ pointId, slot }) => ({ pointId, slot }));
  const job: GroupJob = { proposalId: group.proposalId, asset: group.asset, slots };
  await DBOS.startWorkflow(registered, { workflowID: groupId(group) })(job);
}

/** Whether the workflow of a group has come to its end, however. */
export async function writeGroupEnded(group: CommandGroup): Promise<boolean> {
  const status = (await DBOS.getWorkflowStatus(groupId(group)))?.status;
  return status !== undefined && status !== "PENDING" && status !== "ENQUEUED";
}
