import { DBOS } from "@dbos-inc/dbos-sdk";
import type { PlantDay } from "@qtwin/usecases";
import { learnDay } from "../learning/learn-day.ts";
import { lastDay } from "../report/period.ts";
import { currentContext, patient, wasStarted } from "./runtime.ts";

const learn = async (day: PlantDay): Promise<number> =>
  DBOS.runStep(() => learnDay(currentContext(), day), { ...patient, name: "learn from the meters" });

const registered = DBOS.registerWorkflow(learn, { name: "dailyLearning" });

/** Learns from the last plant day that is over; once a day, however often it is called. */
export async function startDailyLearning(): Promise<void> {
  const { site, clock, useCase } = currentContext();
  if (!useCase.learn) return;
  const day = lastDay(clock.nowMs(), site.timeZone);
  const workflowID = `learning:${site.id}:${day.name}`;
  if (!(await wasStarted(workflowID))) await DBOS.startWorkflow(registered, { workflowID })(day);
}
