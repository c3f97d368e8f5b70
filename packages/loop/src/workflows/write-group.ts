import { DBOS } from "@dbos-inc/dbos-sdk";
import { commandId } from "@qtwin/decide";
import type { CommandGroup } from "../write/due-commands.ts";
import { handBack } from "../write/hand-back.ts";
import { type SlotOutcome, writeSlot } from "../write/write-slot.ts";
import { currentContext } from "./runtime.ts";

interface GroupJob {
  readonly proposalId: string;
  readonly asset: string;
  readonly slots: readonly { readonly pointId: string; readonly slot: number }[];
}

/** A clamped value is in force and known; people and the next plan see it. */
const succeeded = (outcome: SlotOutcome): boolean =>
  outcome.kind === "written" && outcome.state === "verified";

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

async function writeAll(job: GroupJob): Promise<readonly SlotOutcome[]> {
  const outcomes: SlotOutcome[] = [];
  for (const { pointId, slot } of job.slots) {
    const outcome = await DBOS.runStep(() => writeSlot(currentContext(), job.proposalId, pointId, slot), {
      name: `write and verify ${pointId}`,
    });
    await DBOS.runStep(() => record(job, pointId, slot, outcome), { name: `record ${pointId}` });
    outcomes.push(outcome);
    if (succeeded(outcome)) continue;
    const nothingLeft = outcomes.length === 1 && outcome.kind === "withheld";
    if (!nothingLeft) {
      const reason = `${pointId} ${reasonOf(outcome)}`;
      await DBOS.runStep(() => handBack(currentContext(), job.proposalId, job.asset, reason), {
        name: "hand back",
      });
    }
    break;
  }
  return outcomes;
}

const registered = DBOS.registerWorkflow(writeAll, { name: "writeGroup" });

export const groupId = (group: CommandGroup): string =>
  `write:${group.proposalId}:${group.asset}:${group.validFromMs}`;

/** Writes the commands of one asset that start together; starting a group twice is starting it once. */
export async function startWriteGroup(group: CommandGroup): Promise<void> {
  const slots = group.slots.map(({ pointId, slot }) => ({ pointId, slot }));
  const job: GroupJob = { proposalId: group.proposalId, asset: group.asset, slots };
  await DBOS.startWorkflow(registered, { workflowID: groupId(group) })(job);
}
