import { z } from "zod";

const kw = z.number().nonnegative();
const positive = z.number().positive();
const share = z.number().gt(0).max(1);

export const meltValues = z.object({
  /** Energy into the metal, kWh per tonne. */
  energyKwhPerT: positive,
  /** What the plant's own counting of a heat takes it to be, where that is another. */
  recipeKwhPerT: positive.exactOptional(),
  /** Lost while a furnace is occupied. */
  occupiedKw: kw,
  ratedKw: positive,
  minKw: kw,
  /** Most mean power of the first quarter-hour of a heat: charging with the lid open. */
  startQuarterKw: kw,
  /** Mean power of the last quarter-hour of a heat: sample, slag, tap. */
  tapQuarterKw: kw,
  holdingKw: kw,
  minHeatMin: positive,
  maxHeatMin: positive,
  maxHoldMin: positive,
  coldAfterH: positive,
  coldExtraKwh: kw,
  coldExtraMin: kw,
  /** Heats between two relinings of a furnace. */
  relineEveryHeats: positive,
});

export const metalValues = z.object({
  /** Metal above the heel that the pouring furnace can hold. */
  usableT: positive,
  pourTph: positive,
  /** A minute in which the moulding line waits for metal. */
  waitEurPerMin: kw,
  /** Metal kept in reserve against disturbances; planned below only at its price. The last of it is dearer than the first. */
  reserves: z.array(z.object({ tonnes: kw, eurPerTh: kw })),
});

export const compressorValues = z.object({
  id: z.string(),
  /** Flow range; equal for a machine of fixed speed. */
  minFlowM3min: kw,
  maxFlowM3min: positive,
  /** Power at those flows. */
  minFlowKw: kw,
  maxFlowKw: positive,
  idleKw: kw,
  variableSpeed: z.boolean(),
});

export const airValues = z.object({
  compressors: z.array(compressorValues).min(1),
  /** Least pressure the consumers need. */
  needBar: positive,
  /** Pressure at which powers are stated. */
  referenceBar: positive,
  /** Part of any flow that leaks, at native pressure; follows absolute pressure. */
  leaksM3min: kw,
  powerPerBar: kw,
  /** Mean header pressure under native control: flows are forecast at it. */
  nativeBar: positive,
  /** Mean header pressure above the set point: the set point is the lower edge of the band. */
  aboveSetpointBar: kw,
  /** Set points Qtwin chooses from, ascending. */
  choicesBar: z.array(positive).min(1),
  /** Share of the use that follows absolute pressure. */
  unregulatedShare: z.number().min(0).max(1),
  /** Flow above the quarter-hour mean that a set must be able to give. */
  peakMarginM3min: kw,
  /** Effort of changing the set, so that it is not changed for nothing. */
  switchEur: kw,
});

export const hallValues = z.object({
  heatCapacityKwhPerK: positive,
  lossClosedKwPerK: positive,
  lossVentilatedKwPerK: positive,
  gainsShiftKw: kw,
  gainsIdleKw: kw,
  fansKw: kw,
  heatPumpKw: kw,
  copAt0: z.number(),
  copPerK: z.number(),
  copMin: positive,
  copMax: positive,
  gasKw: kw,
  gasEfficiency: share,
  recoveredShare: z.number().min(0).max(1),
  comfort: z.object({
    fromHour: z.number(),
    untilHour: z.number(),
    minC: z.number(),
    maxC: z.number(),
    otherwiseMinC: z.number(),
  }),
  nativeDayC: z.number(),
  nativeNightC: z.number(),
  preheatMin: kw,
  /** A kelvin below the comfort band for an hour. */
  discomfortEurPerKh: kw,
  /** Kept above the lower edge of the comfort band, against forecast error. */
  marginK: kw,
});

export const batteryValues = z.object({
  capacityKwh: positive,
  powerKw: positive,
  minSoc: z.number().min(0).max(1),
  maxSoc: z.number().min(0).max(1),
  chargeEfficiency: share,
  dischargeEfficiency: share,
  wearEurPerMwh: kw,
});

/** What the plant is, as far as energy goes: static, from the site's description. */
export const plantValues = z.object({
  melt: meltValues,
  metal: metalValues,
  air: airValues,
  hall: hallValues,
  battery: batteryValues,
  pvKwp: kw,
  importLimitKw: positive,
  /** The demand controller keeps this far below its target when it charges the battery. */
  chargeBelowTargetKw: kw,
});

export type PlantValues = z.infer<typeof plantValues>;
export type CompressorValues = z.infer<typeof compressorValues>;
