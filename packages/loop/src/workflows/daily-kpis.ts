import { DBOS } from "@dbos-inc/dbos-sdk";
import type { PlantDay } from "@qtwin/usecases";
import { recordKpis } from "../planning/record-kpis.ts";
import { lastDay } from "../report/period.ts";
import { currentContext, patient, wasStarted } from "./runtime.ts";

const record = async (day: PlantDay): Promise<number> =>
  DBOS.runStep(() => recordKpis(currentContext(), day), { ...patient, name: "record figures" });

const registered = DBOS.registerWorkflow(record, { name: "dailyKpis" });

/** Records the figures of the last plant day that is over; once a day, however often it is called. */
export async function startDailyKpis(): Promise<void> {
  const { site, clock } = currentContext();
  const day = lastDay(clock.nowMs(), site.timeZone);
  const workflowID = `kpis:${site.id}:${day.name}`;
  if (!(await wasStarted(workflowID))) await DBOS.startWorkflow(registered, { workflowID })(day);
}
