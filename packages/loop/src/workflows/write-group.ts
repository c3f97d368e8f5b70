import { DBOS } from "@dbos-inc/dbos-sdk";
import type { CommandGroup } from "../write/due-commands.ts";
import { handBack } from "../write/hand-back.ts";
import { inTurnOfPoint } from "../write/in-turn.ts";
import { reasonOf, recordOutcome, succeeded } from "../write/outcome.ts";
import { type SlotOutcome, sendSlot, verifySlot } from "../write/write-slot.ts";
import { currentContext, patient, wasStarted } from "./runtime.ts";

interface GroupJob {
  readonly proposalId: string;
  readonly asset: string;
  readonly slots: readonly { readonly pointId: string; readonly slot: number }[];
}

type Step = (job: GroupJob, slot: GroupJob["slots"][number]) => Promise<SlotOutcome>;

const send: Step = (job, { pointId, slot }) =>
  DBOS.runStep(
    () => inTurnOfPoint(pointId, () => sendSlot(currentContext(), job.proposalId, pointId, slot)),
    {
      ...patient,
      name: `write ${pointId}`,
    },
  );

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
    await DBOS.runStep(() => recordOutcome(currentContext(), { kind: "command", ...job, ...slot }, outcome), {
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
