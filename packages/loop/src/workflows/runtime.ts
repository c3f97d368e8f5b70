import { createHash } from "node:crypto";
import { DBOS, type StepConfig } from "@dbos-inc/dbos-sdk";
import { QtwinError } from "@qtwin/core";
import { openPool } from "@qtwin/store";
import type { LoopContext } from "../context.ts";
import { loopError } from "../errors.ts";

/**
 * Named by the shape of the workflows, not by the build: a journal goes on under a newer build as long as the steps
 * are the same. Raise it when steps are added, removed or reordered.
 */
const workflowsVersion = "1";

/** A store that is away for a moment fails a step; the step runs again, and checks everything again. */
export const patient: Omit<StepConfig, "name"> = {
  retriesAllowed: true,
  maxAttempts: 10,
  intervalSeconds: 0.5,
  backoffRate: 1.5,
  shouldRetry: (error) => ["unavailable", "deadline"].includes(QtwinError.from(error).kind),
};

let running: LoopContext | null = null;
let pool: ReturnType<typeof openPool> | null = null;

/** The context of this process's worker. @throws QT_LOOP_NOT_RUNNING */
export function currentContext(): LoopContext {
  if (!running) throw loopError("QT_LOOP_NOT_RUNNING", "No worker runs in this process.");
  return running;
}

/**
 * Starts the workflows of a site; those a dead worker of this site left behind go on where they were.
 * @param databaseUrl the journal is in its schema `dbos`
 * @throws QT_LOOP_ALREADY_RUNNING
 */
export async function launchWorkflows(context: LoopContext, databaseUrl: string): Promise<void> {
  if (running) throw loopError("QT_LOOP_ALREADY_RUNNING", "A worker runs in this process already.");
  running = context;
  const { log } = context;
  pool = openPool({ connectionString: databaseUrl, application_name: "qtwin-workflows", max: 8 });
  DBOS.setConfig({
    name: `qtwin-${context.site.id}`,
    systemDatabaseUrl: databaseUrl,
    systemDatabasePool: pool,
    systemDatabaseSchemaName: "dbos",
    applicationVersion: `${context.site.id}-${workflowsVersion}`,
    executorID: `worker-${context.site.id}`,
    logger: {
      debug: () => undefined,
      info: () => undefined,
      warn: (entry) => log("warn", `workflows: ${String(entry)}`),
      error: (entry) => log("error", `workflows: ${String(entry)}`),
    },
  });
  try {
    await DBOS.launch();
  } catch (error) {
    await stopWorkflows();
    throw error;
  }
}

/** Stops taking up work; what is unfinished goes on at the next launch. */
export async function stopWorkflows(): Promise<void> {
  if (!running) return;
  try {
    await DBOS.shutdown({ workflowCompletionTimeoutMS: 1000 });
  } finally {
    running = null;
    await pool?.end();
    pool = null;
  }
}

/** A proposal's id follows from its workflow: a step that runs twice makes the same proposal. */
export const proposalIdOf = (workflowId: string): string =>
  `p-${createHash("sha256").update(workflowId).digest("hex").slice(0, 12)}`;

/** Whether a workflow was started before, by whichever worker. */
export const wasStarted = async (workflowId: string): Promise<boolean> =>
  (await DBOS.getWorkflowStatus(workflowId)) !== null;
