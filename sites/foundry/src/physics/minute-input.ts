import type { PriceHours } from "../control/price-rule.ts";
import { normalAt, smoothAt, streams } from "../noise.ts";
import { plant } from "../plant-data.ts";
import { dayPlanAt, phaseAt, within } from "./calendar.ts";
import type { Context, MinuteInput } from "./context.ts";
import { setTrueFactors } from "./mismatch.ts";
import type { FoundryState } from "./state.ts";

const minuteMs = 60_000;
const hourMs = 3_600_000;

export function emptyInput(state: FoundryState): MinuteInput {
  return {
    day: dayPlanAt(state, state.nowMs),
    phase: "off",
    linePours: false,
    crew: false,
    comfort: false,
    preheat: false,
    inWindow: false,
    outdoorC: 10,
    pvKw: 0,
    baseKw: 0,
    baseTanPhi: 0,
    airM3min: 0,
    dear: false,
  };
}

/** Renews what changes by the minute, as it stood at the last full minute: a restored plant sees the same. */
export function renewInput(context: Context, hours: PriceHours | null): void {
  const { state, input, market, seed } = context;
  const atMs = Math.floor(state.nowMs / minuteMs) * minuteMs;
  const { day } = input;
  input.phase = phaseAt(day, atMs);
  input.linePours = within(day.pour, atMs);
  input.crew = within([day.crew], atMs);
  input.comfort = within([day.comfort], atMs);
  input.preheat = day.workDay && atMs >= day.preheatFromMs && atMs < day.comfort.startMs;
  input.inWindow = within(day.windows, atMs);
  input.outdoorC = market.outdoorC(atMs);
  input.pvKw = market.pvKw(atMs);
  input.baseTanPhi = market.baseLoadTanPhi(atMs);
  const { base, air } = plant;
  const minute = atMs / minuteMs;
  const profileKw = { shift: base.shiftKw, break: base.breakKw, off: base.offKw }[input.phase];
  input.baseKw = profileKw * market.baseLoadFactor(atMs) * (1 + 0.03 * normalAt(seed, streams.base, minute));
  const spread = (air.shiftSpreadM3min / 2) * smoothAt(seed, streams.air, minute, 7);
  input.airM3min = { shift: air.shiftM3min + spread, break: air.breakM3min, off: air.offM3min }[input.phase];
  input.dear = hours?.dear.has(Math.floor(atMs / hourMs) * hourMs) ?? false;
  state.crewPresent = input.crew;
  if (context.mismatch) setTrueFactors(context.factors, context.mismatch, seed, atMs);
}
