import { floorToStep, hourMs } from "@qtwin/core";
import { z } from "zod";
import type { HistoryReader } from "../../contract.ts";
import type { PointReader } from "./reader.ts";

/** Bought in the running clock step before now, kWh: by the counter of the main meter, else by its power. */
export async function boughtInStepKwh(
  points: PointReader,
  history: HistoryReader,
  nowMs: number,
  stepMin: number,
): Promise<number> {
  const grid = { startMs: floorToStep(nowMs, stepMin), stepMin, count: 1 };
  const [[countedKw], [meanKw]] = await Promise.all([
    history.means("meter.importKwh", grid),
    history.means("meter.importKw", grid),
  ]);
  const presentKw = points.optional("meter.importKw", z.number(), 0);
  return ((countedKw ?? meanKw ?? presentKw) * (nowMs - grid.startMs)) / hourMs;
}
