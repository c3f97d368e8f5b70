import { type Json, localTime, minuteMs } from "@qtwin/core";
import type { Foundry, History } from "@qtwin/foundry";
import { solve } from "@qtwin/solvers";
import { type CommandSlot, countsAt, type Plan } from "@qtwin/usecases";
import { type EnergyParameters, energy } from "@qtwin/usecases/energy";
import { createObserver } from "./observe.ts";
import { planSearch } from "./plan-search.ts";
import { plantHistory } from "./plant-history.ts";

/** When plans are made, in minutes of the local day; the last of the work day also covers the evening. */
const workDayPlans = [0, 270, 360, 450, 540, 630, 720, 810, 900, 990, 1080, 1170].map(
  (minute) => minute * minuteMs,
);
const freeDayPlans = [0, 780].map((minute) => minute * minuteMs);
/** Events of the plant after which a plan is made anew. */
const replanOn = new Set(["heat-refused", "trip", "handed-back", "pour-wait", "air-protection"]);
/** The regular end of a command is no event. */
const expired = "validUntil has passed";
const leastBetweenMs = 10 * minuteMs;
const quarterMs = 15 * minuteMs;
const shortestHorizonH = 4;
/** Heartbeats come well inside the plant's lease of 30 s. */
const heartbeatS = 20;

export interface LoopOptions {
  readonly foundry: Foundry;
  readonly past: History;
  readonly untilMs: number;
  readonly parametersFor: (horizonH: number) => EnergyParameters;
  readonly timeZone: string;
  readonly gapLimit: number;
  readonly timeLimitMs: number;
  readonly seed: number;
  /** Whether what is commanded is corrected between two plans; default true. */
  readonly tracks?: boolean;
  readonly onPlan: (note: PlanNote) => void;
}

export interface PlanNote {
  readonly atMs: number;
  readonly trigger: string;
  readonly seconds: number;
  readonly gap: number | null;
  readonly status: string;
  readonly predictedSavingEur: number;
  /** Minutes the line has waited so far. */
  readonly waitMin: number;
  /** Commands the plant did not take as they were. */
  readonly refused: number;
  readonly levers: Readonly<Record<string, number>>;
}

/** Lets Qtwin run the plant until an instant: observe, read, build, solve, command, again and again. */
export async function runClosedLoop(options: LoopOptions): Promise<void> {
  const { foundry, untilMs } = options;
  const state: LoopState = {
    observe: createObserver(foundry),
    history: plantHistory(options.past, foundry),
    pending: [],
    plan: undefined,
    plannedAtMs: -Infinity,
    trigger: "start",
    planId: 0,
    refused: 0,
    sent: [],
  };
  while (foundry.nowMs() < untilMs) {
    if (state.trigger !== "" && foundry.nowMs() - state.plannedAtMs >= leastBetweenMs)
      await replan(options, state);
    sendDue(foundry, state);
    await correct(options, state);
    liveOneMinute(foundry, state);
    const scheduled = isScheduled(foundry.nowMs(), options.timeZone);
    const event = foundry
      .events()
      .find(({ kind, details }) => replanOn.has(kind) && details.reason !== expired);
    if (event) state.trigger = event.kind;
    if (scheduled) state.trigger = "schedule";
  }
}

interface LoopState {
  readonly observe: ReturnType<typeof createObserver>;
  readonly history: ReturnType<typeof plantHistory>;
  /** Commands not yet sent, in the order of their start. */
  pending: CommandSlot[];
  plan: Plan | undefined;
  plannedAtMs: number;
  /** Why a plan is due; empty: none is. */
  trigger: string;
  planId: number;
  refused: number;
  /** Commands the plant took and which are not over, the latest last. */
  sent: CommandSlot[];
}

function liveOneMinute(foundry: Foundry, { history }: LoopState): void {
  for (let second = 0; second < 60; second += heartbeatS) {
    foundry.heartbeat();
    foundry.step(heartbeatS);
  }
  history.minute();
  if (foundry.nowMs() % quarterMs === 0) history.quarter();
}

function isScheduled(nowMs: number, timeZone: string): boolean {
  const local = localTime(nowMs, timeZone);
  const isWorkDay = local.weekday >= 1 && local.weekday <= 5;
  const ofDayMs = (local.hour * 60 + local.minute) * minuteMs;
  return (isWorkDay ? workDayPlans : freeDayPlans).includes(ofDayMs);
}

/** To the end of the local day, where the plant stands still; late in the day to that of the next. */
function horizonH(nowMs: number, timeZone: string): number {
  const local = localTime(nowMs, timeZone);
  const leftH = 24 - local.hour - local.minute / 60;
  return Math.max(shortestHorizonH, Math.ceil(leftH * 4) / 4);
}

async function replan(options: LoopOptions, state: LoopState): Promise<void> {
  const { foundry } = options;
  const nowMs = foundry.nowMs();
  const trigger = state.trigger;
  state.trigger = "";
  state.plannedAtMs = nowMs;
  const parameters = options.parametersFor(horizonH(nowMs, options.timeZone));
  const facts = await energy.readTwin(state.observe(), state.history, parameters);
  if (!facts.ok) {
    options.onPlan(missed(foundry, trigger, facts.missing.join(" ")));
    return;
  }
  const model = energy.build(facts.facts);
  const warmStart = energy.warmStart(facts.facts, model, state.plan);
  const answer = await solve(model, {
    timeLimitMs: options.timeLimitMs,
    gapLimit: options.gapLimit,
    seed: options.seed,
    ...planSearch,
    ...(warmStart ? { warmStart } : {}),
  });
  if (!answer.solution) {
    options.onPlan(missed(foundry, trigger, answer.status));
    return;
  }
  const plan = energy.read(facts.facts, model, answer);
  const baseline = energy.baseline(facts.facts);
  // The search began with the native course and with the plan in force carried on: what it found is better by the model than both.
  take(state, plan, energy.commands(facts.facts, plan));
  const { levers } = energy.explain(facts.facts, model, answer, plan, baseline);
  options.onPlan({
    atMs: nowMs,
    trigger,
    seconds: answer.seconds,
    gap: answer.gap,
    status: answer.status,
    predictedSavingEur: baseline.cost.totalEur - plan.cost.totalEur,
    waitMin: waitMin(foundry),
    refused: state.refused,
    levers: Object.fromEntries(levers.map(({ id, savingEur }) => [id, savingEur])),
  });
  state.refused = 0;
}

function take(state: LoopState, plan: Plan, commands: readonly CommandSlot[]): void {
  state.plan = plan;
  state.planId += 1;
  state.pending = [...commands].sort((left, right) => left.validFromMs - right.validFromMs);
}

const waitMin = (foundry: Foundry): number => foundry.truth().line.waitS / 60;

const missed = (foundry: Foundry, trigger: string, status: string): PlanNote => ({
  atMs: foundry.nowMs(),
  waitMin: waitMin(foundry),
  trigger,
  seconds: 0,
  gap: null,
  status,
  predictedSavingEur: 0,
  refused: 0,
  levers: {},
});

function sendDue(foundry: Foundry, state: LoopState): void {
  const nowMs = foundry.nowMs();
  while (state.pending[0] && state.pending[0].validFromMs <= nowMs) {
    const slot = state.pending.shift()!;
    if (slot.validUntilMs > nowMs) send(foundry, state, slot);
  }
}

function send(foundry: Foundry, state: LoopState, command: CommandSlot): void {
  const { pointId, slot, value, validFromMs, validUntilMs } = command;
  const planId = `bench-${state.planId}`;
  const id = `${planId}:${pointId}:${slot}`;
  const ack = foundry.apply({ pointId, id, value: value as Json, validFromMs, validUntilMs, planId });
  if (ack.state === "refused" || ack.state === "expired") state.refused += 1;
  else state.sent = [...state.sent.filter((sent) => sent.validUntilMs > foundry.nowMs()), command];
}

/** A minute before the next command of the plan nothing is corrected any more: in the live loop that command has left by then. */
const leadMs = minuteMs;

/** What the meters say against the plan, as commands on top of it. */
async function correct(options: LoopOptions, state: LoopState): Promise<void> {
  const { foundry } = options;
  const { plan } = state;
  const nowMs = foundry.nowMs();
  if (!plan || options.tracks === false || nowMs % quarterMs >= quarterMs - leadMs) return;
  const newest = (pointId: string, slots: readonly CommandSlot[]): CommandSlot | undefined =>
    slots.findLast((slot) => slot.pointId === pointId && countsAt(slot, nowMs));
  const corrections = await energy.track!(
    state.observe(),
    state.history,
    options.parametersFor(shortestHorizonH),
    {
      plan,
      planned: (pointId) =>
        newest(
          pointId,
          state.sent.filter(({ slot }) => slot < plan.grid.count),
        ) ?? null,
      inForce: (pointId) => newest(pointId, state.sent)?.value ?? null,
    },
  );
  for (const slot of corrections) send(foundry, state, slot);
}
