import { DBOS } from "@dbos-inc/dbos-sdk";

/** So many ended workflows stay in the journal; what they did is in the store and in the audit log. */
const kept = 500;
const atOnce = 200;

/** Removes the oldest ended workflows from the journal, which would grow for ever. */
export async function pruneJournal(): Promise<number> {
  const old = await DBOS.listWorkflows({
    status: ["SUCCESS", "ERROR", "CANCELLED"],
    sortDesc: true,
    offset: kept,
    limit: atOnce,
    loadInput: false,
    loadOutput: false,
  });
  if (old.length > 0) await DBOS.deleteWorkflows(old.map((workflow) => workflow.workflowID));
  return old.length;
}
