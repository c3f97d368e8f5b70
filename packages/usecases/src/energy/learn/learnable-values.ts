import type { DescribedValue } from "../../contract.ts";
import type { EnergyParameters, PlantFile } from "../parameters.ts";
import { fromPlantFile } from "../parameters.ts";
import type { Prior } from "./regression.ts";

type Described = PlantFile["battery"]["efficiency"];

/** A value of the plant's description that its meters can correct. */
export interface LearnableValue {
  /** Where it stands in the plant file; of a machine with its id in place of its number. */
  readonly id: string;
  readonly asset: string;
  readonly title: string;
  readonly unit: string;
  readonly of: (file: PlantFile) => Described;
}

const value = (
  id: string,
  asset: string,
  title: string,
  unit: string,
  of: LearnableValue["of"],
): LearnableValue => ({ id, asset, title, unit, of });

const furnaceValues: readonly LearnableValue[] = [
  value("furnace.meltKwhPerT", "furnaces", "Melting energy", "kWh/t", ({ furnace }) => furnace.meltKwhPerT),
  value(
    "furnace.holdingKw",
    "furnaces",
    "Loss of an occupied furnace",
    "kW",
    ({ furnace }) => furnace.holdingKw,
  ),
  value("furnace.lidOpenKw", "furnaces", "Power with open lid", "kW", ({ furnace }) => furnace.lidOpenKw),
  value(
    "pouringFurnace.holdingKw",
    "pour",
    "Holding power of the pouring furnace",
    "kW",
    ({ pouringFurnace }) => pouringFurnace.holdingKw,
  ),
];

const hallValues: readonly LearnableValue[] = [
  value("hall.capacityKwhPerK", "hvac", "Heat the hall stores", "kWh/K", ({ hall }) => hall.capacityKwhPerK),
  value("hall.closedKwPerK", "hvac", "Heat loss, closed", "kW/K", ({ hall }) => hall.closedKwPerK),
  value("hall.openKwPerK", "hvac", "Heat loss, ventilated", "kW/K", ({ hall }) => hall.openKwPerK),
  value(
    "hall.gainsShiftKw",
    "hvac",
    "Heat from people and machines in the shift",
    "kW",
    ({ hall }) => hall.gainsShiftKw,
  ),
  value(
    "hall.gainsOffKw",
    "hvac",
    "Heat from machines outside the shift",
    "kW",
    ({ hall }) => hall.gainsOffKw,
  ),
];

/** A machine of fixed speed alternates between loaded and unloaded; one of variable speed follows the flow. */
function machineValues(file: PlantFile): readonly LearnableValue[] {
  return file.air.machines.flatMap(({ id, minKw }, at) => {
    const name = id.toUpperCase();
    const below: LearnableValue = minKw
      ? value(`air.${id}.minKw`, "air", `${name}, least flow`, "kW", ({ air }) => air.machines[at]!.minKw!)
      : value(`air.${id}.idleKw`, "air", `${name}, unloaded`, "kW", ({ air }) => air.machines[at]!.idleKw);
    return [
      value(`air.${id}.loadKw`, "air", `${name}, full load`, "kW", ({ air }) => air.machines[at]!.loadKw),
      below,
    ];
  });
}

/** All that can be learnt of a plant. */
export const learnableValues = (file: PlantFile): readonly LearnableValue[] => [
  ...furnaceValues,
  ...machineValues(file),
  value("air.leaksM3min", "air", "Leakage at 7 bar", "m³/min", ({ air }) => air.leaksM3min),
  value("air.offM3min", "air", "Use of air outside the shift", "m³/min", ({ air }) => air.offM3min),
  ...hallValues,
  value("battery.efficiency", "battery", "Efficiency each way", "1", ({ battery }) => battery.efficiency),
];

/** The same as the site describes it. */
export const describedValues = ({ described }: EnergyParameters): readonly DescribedValue[] =>
  learnableValues(described).map(({ of, ...value }) => ({ ...value, siteValue: of(described).value }));

/** Standard deviation of a described value: looked up or from a type plate; usual practice, within 20 %; an estimate. */
const shareByConfidence = { H: 0.05, M: 0.1, L: 0.25 } as const;

/** The site's value with its confidence, as what is known before any measurement. */
export function priorOf(learnable: LearnableValue, file: PlantFile): Prior {
  const { value: mean, confidence } = learnable.of(file);
  return { mean, sd: Math.abs(mean) * shareByConfidence[confidence] };
}

/** The parameters with other values of the plant; ids that cannot be learnt are left out. */
export function withLearntValues(
  parameters: EnergyParameters,
  values: Readonly<Record<string, number>>,
): EnergyParameters {
  const described = structuredClone(parameters.described);
  for (const learnable of learnableValues(described)) {
    const learnt = values[learnable.id];
    if (learnt !== undefined) learnable.of(described).value = learnt;
  }
  const derived = fromPlantFile(described, parameters.demand);
  // The plant's own computer goes on counting by its recipe.
  const recipeKwhPerT = parameters.plant.melt.recipeKwhPerT ?? parameters.plant.melt.energyKwhPerT;
  const melt = { ...derived.plant.melt, recipeKwhPerT };
  return { ...parameters, ...derived, plant: { ...derived.plant, melt } };
}
