import { createRandom } from "@qtwin/core";
import type { Model } from "@qtwin/model";
import {
  hasDeadlines,
  hasDowntimes,
  hasSetups,
  hasTardiness,
  operationCount,
  type ShopProblem,
} from "../shop/problem.ts";
import { readShop } from "../shop/read-shop.ts";
import { dispatch, simpleRule } from "./dispatch.ts";
import { createJobShop, type JobShop, type OperationSpec, pathsOfJobs } from "./job-shop.ts";
import { Schedule } from "./schedule.ts";
import { gridOf, type TickGrid, ticksOf, timeOf } from "./ticks.ts";

/** A job shop in ticks, and what leads back to the model's times: time = origin + what the ticks stand for. */
export interface JobShopReading {
  readonly problem: ShopProblem;
  readonly shop: JobShop;
  /** Operation of the shop of each operation of the problem; the others are waits between two operations of a job. */
  readonly operationOf: Int32Array;
  readonly origin: number;
  readonly grid: TickGrid;
  /** By how much less the makespan in the model's unit can be than one in ticks, because times were rounded up. */
  readonly roundingTime: number;
}

/** Absolute, in the model's unit: deadlines are compared in times that were computed in another order. */
const deadlineTolerance = 1e-9;

/** The job shop in a model, or why it is none. */
export function readJobShop(model: Model): JobShopReading | { readonly reasons: readonly string[] } {
  const read = readShop(model);
  if ("reasons" in read) return read;
  const reasons = reasonsAgainst(model, read.problem);
  if (reasons.length > 0) return { reasons };
  const reading = inTicks(read.problem);
  return deadlinesCanBind(reading)
    ? { reasons: ["Some deadlines are too tight for a search that only makes the makespan short."] }
    : reading;
}

function reasonsAgainst(model: Model, problem: ShopProblem): string[] {
  const reasons: string[] = [];
  const { makespan, optionStart, startColumn, duration, delay, finish, jobStart } = problem;
  const name = (operation: number): string => `'${model.variables.names[startColumn[operation]!]}'`;
  if (optionStart.some((first, operation) => first !== operation))
    reasons.push("Some operations can choose their machine or place.");
  if (hasSetups(problem)) reasons.push("Its machines need setup times.");
  if (hasDowntimes(problem)) reasons.push("Its machines have downtimes.");
  if (hasTardiness(problem)) reasons.push("Being late costs something.");
  if (makespan.column < 0 || makespan.factor <= 0) reasons.push("Its makespan costs nothing.");
  if (reasons.length > 0) return reasons;
  for (let job = 0; job + 1 < jobStart.length; job++)
    for (let operation = jobStart[job]!; operation < jobStart[job + 1]!; operation++) {
      const isLast = operation + 1 === jobStart[job + 1];
      const covered = isLast || finish[operation]! > -Infinity ? finish[operation]! : Infinity;
      if ((!isLast && delay[operation]! < duration[operation]!) || covered < duration[operation]!)
        reasons.push(`Something need not wait for the end of ${name(operation)}.`);
    }
  return reasons.slice(0, 3);
}

function inTicks(problem: ShopProblem): JobShopReading {
  const origin = problem.release.reduce((least, time) => Math.min(least, time), Infinity);
  const grid = gridOf(timesOf(problem, origin), longestOf(problem, origin));
  const ticks = (time: number): number => ticksOf(grid, time);
  const operationOf = new Int32Array(operationCount(problem));
  const jobs: OperationSpec[][] = [];
  let count = 0;
  for (let job = 0; job + 1 < problem.jobStart.length; job++) {
    const operations: OperationSpec[] = [];
    for (let at = problem.jobStart[job]!; at < problem.jobStart[job + 1]!; at++) {
      operationOf[at] = count + operations.length;
      const isLast = at + 1 === problem.jobStart[job + 1];
      operations.push(...specsOf(problem, at, isLast, origin, ticks));
    }
    count += operations.length;
    jobs.push(operations);
  }
  const roundingTime = grid.isExact ? 0 : timeOf(grid, 3 * count);
  return { problem, shop: createJobShop(jobs), operationOf, origin, grid, roundingTime };
}

/**
 * Whether a schedule that is no longer than a simple one may start something too late: then the shortest one could be no
 * answer. What only implies that the makespan is below its limit is no deadline here.
 */
function deadlinesCanBind({ problem, shop, operationOf, origin, grid }: JobShopReading): boolean {
  if (!hasDeadlines(problem)) return false;
  const schedule = new Schedule(shop);
  schedule.load(dispatch(shop, simpleRule, createRandom(0)));
  const { tail } = pathsOfJobs(shop);
  return problem.latest.some(
    (latest, at) =>
      origin + timeOf(grid, schedule.makespan - tail[operationOf[at]!]!) > latest + deadlineTolerance,
  );
}

/** An operation, and after it a wait where the next one of its job may only start later. */
function specsOf(
  { machine, duration, delay, finish, release, jobStart, jobOf }: ShopProblem,
  at: number,
  isLast: boolean,
  origin: number,
  ticks: (time: number) => number,
): OperationSpec[] {
  const isFirst = at === jobStart[jobOf[at]!];
  const implied = isFirst ? origin : release[at - 1]! + delay[at - 1]!;
  const own = {
    machine: machine[at]!,
    duration: ticks(duration[at]!),
    release: release[at]! > implied ? ticks(release[at]! - origin) : 0,
    delivery: finish[at]! > duration[at]! ? ticks(finish[at]! - duration[at]!) : 0,
  };
  const wait = isLast ? 0 : ticks(delay[at]! - duration[at]!);
  return wait > 0 ? [own, { machine: -1, duration: wait }] : [own];
}

/** All times that count, from 0 on. */
function timesOf({ duration, delay, finish, release }: ShopProblem, origin: number): number[] {
  const parts = Array.from(duration, (time, at) => [
    time,
    Math.max(0, delay[at]! - time),
    Math.max(0, finish[at]! - time),
    release[at]! - origin,
  ]);
  return parts.flat();
}

/** No schedule that starts everything as early as it can is longer. */
function longestOf({ duration, delay, finish, release }: ShopProblem, origin: number): number {
  let [latest, work, delivery] = [0, 0, 0];
  duration.forEach((time, at) => {
    latest = Math.max(latest, release[at]! - origin);
    work += Math.max(time, delay[at]!);
    delivery = Math.max(delivery, finish[at]! - time);
  });
  return latest + work + delivery;
}
