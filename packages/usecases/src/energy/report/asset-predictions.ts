import { type ModelError, modelError } from "@qtwin/forecast";
import type { PastReader, ReportPeriod } from "../../reporting.ts";
import type { EnergyParameters } from "../parameters.ts";

type Values = readonly (number | null)[];

/** How far an asset was from the plan in force, mean kW per quarter-hour. */
export interface AssetPrediction {
  /** Asset of the site; `meter` for the plant as a whole. */
  readonly asset: string;
  readonly error: ModelError | null;
}

const perHour = (kwh: Values, stepMin: number): Values =>
  kwh.map((value) => (value === null ? null : (value * 60) / stepMin));

const difference = (left: Values, right: Values): Values =>
  left.map((value, step) => {
    const other = right[step] ?? null;
    return value === null || other === null ? null : value - other;
  });

/** Error of the power each asset was planned to take, or give, while a plan was in force. */
export async function assetPredictions(
  history: PastReader,
  { furnaceIds }: EnergyParameters,
  { grid, planned }: ReportPeriod,
): Promise<readonly AssetPrediction[]> {
  const countedKw = async (pointId: string): Promise<Values> =>
    perHour(await history.counted(pointId, grid), grid.stepMin);
  const pairs: readonly (readonly [string, Values, Promise<Values>])[] = [
    ["meter", planned("importKw"), countedKw("meter.importKwh")],
    ...furnaceIds.map((id) => [id, planned(`${id}.powerKw`), countedKw(`${id}.energyKwh`)] as const),
    ["air", planned("airKw"), countedKw("air.energyKwh")],
    ["hvac", planned("heatPumpKw"), history.means("hvac.heatPumpKw", grid)],
    [
      "battery",
      difference(planned("dischargeKw"), planned("chargeKw")),
      Promise.all([countedKw("battery.dischargeKwh"), countedKw("battery.chargeKwh")]).then(([out, into]) =>
        difference(out, into),
      ),
    ],
    ["pv", planned("pvKw"), countedKw("pv.energyKwh")],
  ];
  return Promise.all(
    pairs.map(async ([asset, plan, measured]) => ({ asset, error: modelError(await measured, plan) })),
  );
}
