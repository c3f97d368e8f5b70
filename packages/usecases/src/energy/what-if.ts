import { gridEndMs, stepIndexAt, stepStartMs } from "@qtwin/core";
import type { WhatIf, WhatIfChange, WhatIfValue } from "../contract.ts";
import { energyError } from "./errors.ts";
import type { Band, EnergyFacts } from "./facts.ts";

const percent = (id: string, title: string, min: number, max: number): WhatIfValue => ({
  id,
  title,
  unit: "%",
  min,
  max,
  step: 5,
  value: 100,
});

function values(facts: EnergyFacts): readonly WhatIfValue[] {
  const { soFarKw, floorKw } = facts.peak;
  const min = Math.ceil(soFarKw / 10) * 10;
  const max = Math.max(min, Math.floor(facts.plant.importLimitKw / 10) * 10);
  const value = Math.min(max, Math.max(min, Math.round(floorKw / 10) * 10));
  return [
    percent("price", "Day-ahead prices", 0, 300),
    { id: "peakKw", title: "Peak that is paid for anyway", unit: "kW", min, max, step: 10, value },
    percent("baseLoad", "Load that is not moved", 50, 150),
    percent("pv", "PV", 0, 150),
    ...(facts.nomination ? [percent("imbalance", "Imbalance prices (synthetic)", 0, 500)] : []),
  ];
}

const scaled = ({ p10, p50, p90, basis }: Band, factor: number): Band => ({
  p10: p10.map((value) => value * factor),
  p50: p50.map((value) => value * factor),
  p90: p90.map((value) => value * factor),
  basis,
});

const repriced = (nomination: NonNullable<EnergyFacts["nomination"]>, factor: number) => ({
  ...nomination,
  eurPerMwhShort: nomination.eurPerMwhShort * factor,
  eurPerMwhLong: nomination.eurPerMwhLong * factor,
});

/** Only heats that do not melt yet can be moved. */
const movable = (facts: EnergyFacts) => ({
  bars: facts.openHeats.map(({ orderId }) => orderId),
  lanes: facts.furnaces.map(({ id }) => id),
});

/** @throws QT_ENERGY_BAD_CHANGE */
function apply(facts: EnergyFacts, change: WhatIfChange): EnergyFacts {
  const chosen = chosenValues(facts, change);
  const share = (id: string): number => chosen.get(id)! / 100;
  const moved = change.values.peakKw !== undefined;
  return {
    ...facts,
    prices: {
      ...facts.prices,
      dayAheadEurMwh: facts.prices.dayAheadEurMwh.map((price) => price * share("price")),
    },
    peak: moved ? { ...facts.peak, floorKw: chosen.get("peakKw")! } : facts.peak,
    ...(facts.nomination ? { nomination: repriced(facts.nomination, share("imbalance")) } : {}),
    baseKw: scaled(facts.baseKw, share("baseLoad")),
    pvKw: scaled(facts.pvKw, share("pv")),
    furnaces: facts.furnaces.map((furnace) => ({
      ...furnace,
      outages: [...furnace.outages, ...outagesOf(facts, change, furnace.id)],
    })),
    pinned: change.pins.map((pin, at) => pinned(facts, pin, `pins[${at}]`)),
  };
}

function chosenValues(facts: EnergyFacts, change: WhatIfChange): ReadonlyMap<string, number> {
  const known = new Map(values(facts).map((value) => [value.id, value]));
  for (const [id, value] of Object.entries(change.values)) {
    const limits = known.get(id);
    if (!limits)
      throw badChange(
        `There is no value '${id}'; there are ${[...known.keys()].join(", ")}.`,
        `values.${id}`,
      );
    if (value < limits.min || value > limits.max)
      throw badChange(
        `${limits.title} is ${value} ${limits.unit}; it may be ${limits.min} to ${limits.max} ${limits.unit}.`,
        `values.${id}`,
      );
  }
  return new Map([...known].map(([id, { value }]) => [id, change.values[id] ?? value]));
}

function outagesOf(facts: EnergyFacts, { outages }: WhatIfChange, furnace: string) {
  const ids = facts.furnaces.map(({ id }) => id);
  return outages.flatMap(({ laneId, startMs, endMs }, at) => {
    if (!ids.includes(laneId))
      throw badChange(`'${laneId}' cannot be out; ${ids.join(" and ")} can.`, `outages[${at}].laneId`);
    if (endMs <= startMs) throw badChange("An outage ends after it begins.", `outages[${at}].endMs`);
    return laneId === furnace ? [{ startMs, endMs, reason: "what if" }] : [];
  });
}

function pinned(
  facts: EnergyFacts,
  { barId, laneId, startMs }: WhatIfChange["pins"][number],
  where: string,
): NonNullable<EnergyFacts["pinned"]>[number] {
  if (!facts.openHeats.some(({ orderId }) => orderId === barId))
    throw badChange(
      `Heat '${barId}' is not open: it melts already, is done, or is not there.`,
      `${where}.barId`,
    );
  if (!facts.furnaces.some(({ id }) => id === laneId))
    throw badChange(`There is no furnace '${laneId}'.`, `${where}.laneId`);
  if (startMs < facts.grid.startMs || startMs >= gridEndMs(facts.grid))
    throw badChange("A heat starts within the plan.", `${where}.startMs`);
  return {
    orderId: barId,
    furnace: laneId,
    startMs: stepStartMs(facts.grid, stepIndexAt(facts.grid, startMs)),
  };
}

const badChange = (message: string, where: string) => energyError("QT_ENERGY_BAD_CHANGE", message, where);

export const whatIf: WhatIf<EnergyFacts> = { values, movable, apply };
