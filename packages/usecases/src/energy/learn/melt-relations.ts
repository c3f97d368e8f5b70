import { hourMs, minuteMs } from "@qtwin/core";
import type { EnergyParameters, PlantFile } from "../parameters.ts";
import { type DoneHeat, meanOf, quarterMin, type Readings } from "./readings.ts";
import { meterGain, type Relation, type Row } from "./relation.ts";

/** Energy of whole heats, power while charging, and what holds the pouring furnace. */
export function meltRelations(readings: Readings, { described }: EnergyParameters): readonly Relation[] {
  const heats = warmHeats(readings.heats, described);
  return [
    {
      id: "heat",
      unit: "kWh",
      valueIds: ["furnace.meltKwhPerT", "furnace.holdingKw"],
      nuisances: [],
      rows: heats.flatMap((heat) => heatRow(readings, heat, described)),
      leastNoise: 2,
      gainShare: meterGain,
    },
    {
      id: "charging",
      unit: "kW",
      valueIds: ["furnace.lidOpenKw"],
      nuisances: [],
      rows: heats.flatMap((heat) => chargingRow(readings, heat, described)),
      leastNoise: 0.5,
      gainShare: meterGain,
    },
    {
      id: "pouring-furnace",
      unit: "kW",
      valueIds: ["pouringFurnace.holdingKw"],
      nuisances: [],
      rows: holdingRows(readings),
      leastNoise: 0.5,
      gainShare: meterGain,
    },
  ];
}

/** Heats in a furnace that was not cold: those that follow another one of the stretch closely enough. */
function warmHeats(heats: readonly DoneHeat[], { furnace }: PlantFile): readonly DoneHeat[] {
  const lastTapMs = new Map<string, number>();
  return heats.filter((heat) => {
    const beforeMs = lastTapMs.get(heat.furnace) ?? -Infinity;
    lastTapMs.set(heat.furnace, heat.tappedAtMs);
    return heat.startedAtMs - beforeMs < furnace.coldAfterH * hourMs;
  });
}

/** Mean power over the minutes that hold [startMs, endMs); null where one is not known. */
function meanKw(readings: Readings, furnace: string, startMs: number, endMs: number): number | null {
  const first = Math.floor((startMs - readings.fromMs) / minuteMs);
  const end = Math.ceil((endMs - readings.fromMs) / minuteMs);
  if (first < 0 || end > readings.minutes) return null;
  return meanOf(readings.minute(`${furnace}.energyKwh`).slice(first, end));
}

/**
 * Before and after a heat the furnace takes nothing: the minutes it begins and ends in are counted whole. While the lid
 * is open (charging, tapping) nothing of the power reaches the metal.
 */
function heatRow(readings: Readings, heat: DoneHeat, { furnace }: PlantFile): Row[] {
  const { startedAtMs, tappedAtMs, tonnes } = heat;
  const powerKw = meanKw(readings, heat.furnace, startedAtMs, tappedAtMs);
  if (powerKw === null) return [];
  const minutes = Math.ceil(tappedAtMs / minuteMs) - Math.floor(startedAtMs / minuteMs);
  const energyKwh = (powerKw * minutes) / 60;
  const openH = (furnace.chargeMin + furnace.tapMin) / 60;
  const closedH = (tappedAtMs - startedAtMs) / hourMs - openH;
  if (closedH <= 0) return [];
  const y = energyKwh - furnace.lidOpenKw.value * openH;
  return [{ atMs: tappedAtMs, asset: heat.furnace, y, x: [tonnes, closedH], size: energyKwh }];
}

/** The first minute is left out: the power rises in it. */
function chargingRow(readings: Readings, heat: DoneHeat, { furnace }: PlantFile): Row[] {
  const startMs = heat.startedAtMs + minuteMs;
  const endMs = heat.startedAtMs + furnace.chargeMin * minuteMs;
  const first = Math.ceil(startMs / minuteMs) * minuteMs;
  const end = Math.floor(endMs / minuteMs) * minuteMs;
  const powerKw = end > first ? meanKw(readings, heat.furnace, first, end) : null;
  if (powerKw === null) return [];
  return [{ atMs: heat.startedAtMs, asset: heat.furnace, y: powerKw, x: [1], size: powerKw }];
}

const rowQuarters = 4;

function holdingRows(readings: Readings): Row[] {
  const powerKw = readings.quarter("pour.energyKwh");
  const rows: Row[] = [];
  for (let at = 0; at + rowQuarters <= readings.quarters; at += rowQuarters) {
    const mean = meanOf(powerKw.slice(at, at + rowQuarters));
    const atMs = readings.fromMs + (at + rowQuarters) * quarterMin * minuteMs;
    if (mean !== null) rows.push({ atMs, asset: "pour", y: mean, x: [1], size: mean });
  }
  return rows;
}
