import { DBOS } from "@dbos-inc/dbos-sdk";
import { minuteMs } from "@qtwin/core";
import type { PlantDay } from "@qtwin/usecases";
import type { LoopContext } from "../context.ts";
import { dueDay } from "../nomination/due.ts";
import { makeNomination, type NominationOutcome } from "../nomination/make-nomination.ts";
import { captureSnapshot } from "../planning/facts.ts";
import { currentContext, patient, wasStarted } from "./runtime.ts";

/** Where no nomination can be made (data too old, the store away) another attempt follows. */
const attemptEveryMs = 15 * minuteMs;

async function nominate(day: PlantDay): Promise<NominationOutcome> {
  const captured = await DBOS.runStep(() => captureSnapshot(currentContext()), {
    ...patient,
    name: "capture",
  });
  const { snapshotId, passed, worst } = captured;
  if (!passed) return { kind: "not-yet", reason: worst?.sentence ?? "The data is not good enough." };
  const outcome = await DBOS.runStep(() => makeNomination(currentContext(), snapshotId, day), {
    ...patient,
    name: "nominate",
  });
  await DBOS.runStep(() => tell(currentContext(), snapshotId, day, outcome), { ...patient, name: "tell" });
  return outcome;
}

/** Only the attempt whose nomination is kept puts it on record. */
async function tell(
  { site, store, log }: LoopContext,
  snapshotId: string,
  day: PlantDay,
  outcome: NominationOutcome,
): Promise<void> {
  if (outcome.kind === "not-yet") {
    log("warn", `${day.name} is not nominated yet: ${outcome.reason}`);
    return;
  }
  const { record } = outcome;
  if (record.snapshotId !== snapshotId) return;
  const { grid, kw } = record.nominated;
  const kwh = (kw.reduce((sum, each) => sum + each, 0) * grid.stepMin) / 60;
  await store.audit.append({
    siteId: site.id,
    atMs: record.madeAtMs,
    actor: "loop",
    action: "nomination.made",
    subject: day.name,
    details: { kwh: Math.round(kwh), basis: record.basis, snapshotId },
  });
  await store.events.notify({
    siteId: site.id,
    topic: "nomination",
    atMs: record.madeAtMs,
    payload: { day: day.name },
  });
  log("info", `${day.name} is nominated: ${Math.round(kwh)} kWh by ${record.basis} course.`);
}

const registered = DBOS.registerWorkflow(nominate, { name: "nominate" });

/** Nominates the next day once it is due, with an attempt each quarter-hour until one succeeds; to be called often. */
export function createNominator(context: LoopContext): { look: () => Promise<void> } {
  const { site, store, clock, useCase, parameters } = context;
  const contract = useCase.nominating?.contract(parameters);
  let done = "";
  let lastAttempt = "";
  return {
    look: async () => {
      const day = contract ? dueDay(clock.nowMs(), site.timeZone, contract.nominateAt) : null;
      if (!day || day.name === done) return;
      if (await store.nominations.get(site.id, day.name)) {
        done = day.name;
        return;
      }
      const workflowID = `nomination:${site.id}:${day.name}:${Math.floor(clock.nowMs() / attemptEveryMs)}`;
      if (workflowID === lastAttempt) return;
      if (!(await wasStarted(workflowID))) await DBOS.startWorkflow(registered, { workflowID })(day);
      lastAttempt = workflowID;
    },
  };
}
