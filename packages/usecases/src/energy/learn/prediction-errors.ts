import type { AssetError, LearningPeriod, RecordReader } from "../../contract.ts";
import { airPowerKw } from "../air-power.ts";
import type { EnergyParameters } from "../parameters.ts";
import { batteryRelation } from "./battery-relation.ts";
import { predicted } from "./estimate.ts";
import { hallRelation } from "./hall-relation.ts";
import { learnableValues } from "./learnable-values.ts";
import { meltRelations } from "./melt-relations.ts";
import { meanOf, quarterMin, type Readings, readReadings } from "./readings.ts";
import type { Relation, Row } from "./relation.ts";

/**
 * Highest mean error of a day, %: three times what the model of a plant as described leaves, and a few points for meters.
 * Heats and quarter-hours of air against their meters; heat of the hall against what it loses; stored energy against throughput.
 */
const limitPct = { furnace: 6, orders: 6, air: 15, hvac: 25, battery: 10 } as const;
/** Fewer measurements say nothing of a day. */
const leastSamples = 2;

interface Pair {
  readonly measured: number;
  readonly predicted: number;
  readonly size: number;
}

/** How well the model in force predicts what each asset took, given what it did: heats, quarter-hours, hours. */
export async function predictionErrors(
  history: RecordReader,
  parameters: EnergyParameters,
  period: LearningPeriod,
): Promise<readonly AssetError[]> {
  const readings = await readReadings(history, parameters, period);
  const heats = meltRelations(readings, parameters).find(({ id }) => id === "heat")!;
  return [
    ...parameters.furnaceIds.map((id) => {
      const rows = heats.rows.filter(({ asset }) => asset === id);
      return errorOf(id, pairsOf(heats, rows, parameters), limitPct.furnace);
    }),
    errorOf("orders", pairsOf(heats, heats.rows, parameters), limitPct.orders),
    errorOf("air", airPairs(readings, parameters), limitPct.air),
    relationError("hvac", hallRelation(readings, parameters), parameters),
    relationError("battery", batteryRelation(readings, parameters), parameters),
  ].filter((error) => error !== null);
}

const relationError = (
  asset: "hvac" | "battery",
  relation: Relation,
  parameters: EnergyParameters,
): AssetError | null => errorOf(asset, pairsOf(relation, relation.rows, parameters), limitPct[asset]);

function pairsOf({ valueIds }: Relation, rows: readonly Row[], { described }: EnergyParameters): Pair[] {
  const known = learnableValues(described);
  const values = valueIds.map((id) => known.find((value) => value.id === id)!.of(described).value);
  return rows.map((row) => ({ measured: row.y, predicted: predicted(row, values), size: row.size }));
}

/** Quarter-hours of compressed air by the model of the plan: least power for the flow at the header's pressure. */
function airPairs(readings: Readings, { plant }: EnergyParameters): Pair[] {
  const flows = readings.minute("air.flowM3min");
  const bars = readings.minute("air.headerBar");
  const ids = plant.air.compressors.map(({ id }) => id);
  return readings.quarter("air.energyKwh").flatMap((measured, quarter): Pair[] => {
    const at = quarter * quarterMin;
    const flow = meanOf(flows.slice(at, at + quarterMin));
    const bar = meanOf(bars.slice(at, at + quarterMin));
    if (measured === null || flow === null || bar === null) return [];
    // The flow is measured at this pressure: it need not be carried over to it.
    const powerKw = airPowerKw({ ...plant.air, nativeBar: bar }, ids, bar, flow);
    return Number.isFinite(powerKw) ? [{ measured, predicted: powerKw, size: measured }] : [];
  });
}

function errorOf(asset: string, pairs: readonly Pair[], limit: number): AssetError | null {
  if (pairs.length < leastSamples) return null;
  const off = pairs.reduce((sum, pair) => sum + Math.abs(pair.measured - pair.predicted), 0);
  const size = pairs.reduce((sum, pair) => sum + pair.size, 0);
  if (size <= 0) return null;
  return { asset, errorPct: (100 * off) / size, limitPct: limit, samples: pairs.length };
}
