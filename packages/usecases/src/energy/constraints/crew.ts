import { minuteMs, stepIndexAt, stepStartMs } from "@qtwin/core";
import { type BuildContext, type Rule, row, steps } from "../context.ts";
import type { FurnaceFacts, PlannedHeat } from "../facts.ts";
import { heatMinSteps } from "../heat.ts";

const crewPresent: Rule = {
  rule: "crew-present",
  sentence: "A furnace melts only while the melt crew is there; outside its hours the crew is paid extra.",
  unit: "1",
};
const inOrder: Rule = {
  rule: "furnace-available",
  sentence: "A furnace that is out, or not under remote control, takes no new heat.",
  unit: "1",
};
const frozen: Rule = {
  rule: "frozen-starts",
  sentence: "Heats that were recommended for the next hour stay where they are.",
  unit: "1",
  pricePerUnit: 200,
};

const pinned: Rule = {
  rule: "pinned-starts",
  sentence: "Heats that somebody has placed start where they were placed.",
  unit: "1",
  pricePerUnit: 500,
};

/** Who and what is there: crew hours, outages, and what must not move any more. */
export function crewRules(context: BuildContext): void {
  presence(context);
  outages(context);
  frozenStarts(context);
  pinnedStarts(context);
}

function presence(context: BuildContext): void {
  const { facts, columns } = context;
  for (const step of steps(facts)) {
    const price = facts.crewEurPerH[step]!;
    const staysUntilTap = facts.crewEurPerH
      .slice(step, step + heatMinSteps(facts))
      .every((each) => each !== null);
    if (price === 0 && staysUntilTap) continue;
    const paid = columns.crew.get(step);
    columns.furnaces.forEach((furnace, i) => {
      const running = facts.furnaces[i]!.heat !== null;
      const here = row(context, crewPresent, `${furnace.id},${step}`).plus(1, furnace.start[step]!);
      if (!running && price !== 0) here.plus(1, furnace.tap[step]!);
      if (paid !== undefined && staysUntilTap) here.plus(-2, paid);
      here.atMost(0);
    });
  }
}

function outages(context: BuildContext): void {
  const { facts, columns } = context;
  facts.furnaces.forEach((furnace, i) => {
    const { id, start, occupied } = columns.furnaces[i]!;
    for (const step of steps(facts)) {
      if (!outAt(context, furnace, step)) continue;
      const out = row(context, inOrder, `${id},${step}`).plus(1, start[step]!);
      if (furnace.heat === null) out.plus(1, occupied[step]!);
      out.atMost(0);
    }
  });
}

function outAt(context: BuildContext, furnace: FurnaceFacts, step: number): boolean {
  const { grid } = context.facts;
  if (furnace.mode !== "remote") return true;
  return furnace.outages.some(
    ({ startMs, endMs }) => startMs < stepStartMs(grid, step + 1) && endMs > stepStartMs(grid, step),
  );
}

function frozenStarts(context: BuildContext): void {
  const { facts, columns } = context;
  const open = new Set(facts.openHeats.map(({ orderId }) => orderId));
  for (const heat of facts.recommended) {
    const furnace = columns.furnaces.find(({ id }) => id === heat.furnace);
    if (!furnace || !open.has(heat.orderId) || heat.notBeforeMs >= facts.frozenUntilMs) continue;
    const step = startStep(context, heat);
    if (step >= facts.grid.count) continue;
    row(context, frozen, heat.orderId).plus(1, furnace.start[step]!).atLeast(1);
  }
}

/** Heats are planned to begin with a step; what may begin a little earlier belongs to the next. */
function startStep({ facts: { grid } }: BuildContext, { notBeforeMs }: PlannedHeat): number {
  return Math.max(0, Math.ceil((notBeforeMs - grid.startMs) / (grid.stepMin * minuteMs)));
}

/** Orders are taken first in, first out: a heat is the one of an order when as many have started before it as stand before that order. */
function pinnedStarts(context: BuildContext): void {
  const { facts, columns } = context;
  for (const { orderId, furnace: id, startMs } of facts.pinned ?? []) {
    const position = facts.openHeats.findIndex((heat) => heat.orderId === orderId);
    const own = columns.furnaces.findIndex((furnace) => furnace.id === id);
    const step = stepIndexAt(facts.grid, startMs);
    if (position < 0 || own < 0 || step < 0) continue;
    row(context, pinned, orderId).plus(1, columns.furnaces[own]!.start[step]!).atLeast(1);
    const before = row(context, pinned, `${orderId},before`);
    columns.furnaces.forEach(({ started }, furnace) => {
      // Of two that start together the first furnace takes the earlier order.
      const until = furnace < own ? step + 1 : step;
      if (until > 0) before.plus(1, started[until - 1]!);
    });
    before.equals(position);
  }
}
