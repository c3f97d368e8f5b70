import { z } from "zod";
import { balancingContract, balancingSchema } from "./balancing.ts";
import { riskSchema } from "./facts.ts";
import { type PlantValues, plantValues } from "./plant-values.ts";

/** Plant and tariff files hold each value with unit, source and confidence; only the value counts here. */
const number = z.object({ value: z.number() }).transform(({ value }) => value);
/** A value that is learnt from the plant's meters; how well it is known beforehand counts too. */
const learnable = z.object({ value: z.number(), confidence: z.enum(["H", "M", "L"]).default("M") });
const numbers = z.object({ value: z.array(z.number()) }).transform(({ value }) => value);
/** Local clock time such as `06:00`, as hours. */
const clock = z.object({ value: z.string().regex(/^\d\d:\d\d$/) }).transform(({ value }) => {
  const [hours, minutes] = value.split(":").map(Number);
  return hours! + minutes! / 60;
});

const machine = z.object({
  id: z.string(),
  kind: z.enum(["fixed", "vsd"]),
  flowM3min: number,
  minFlowM3min: number.optional(),
  loadKw: learnable,
  minKw: learnable.optional(),
  idleKw: learnable,
});

const plantFile = z.object({
  production: z.object({
    pourRateTph: number,
    pourWaitEurPerMin: number,
  }),
  furnace: z.object({
    ids: z.array(z.string()).min(1),
    ratedKw: number,
    minimumKw: number,
    meltKwhPerT: learnable,
    holdingKw: learnable,
    lidOpenKw: learnable,
    chargeMin: number,
    sampleMin: number,
    tapMin: number,
    minHeatMin: number,
    maxHeatMin: number,
    holdMin: number,
    coldAfterH: number,
    coldStartKwh: number,
    coldStartMin: number,
    relineAfterHeats: number,
  }),
  pouringFurnace: z.object({ usableT: number, holdingKw: learnable }),
  connection: z.object({ contractKw: number }),
  air: z.object({
    machines: z.array(machine).min(1),
    ratedBar: number,
    powerPerBar: number,
    needBar: number,
    bandLowBar: number,
    bandHighBar: number,
    setpointMinBar: number,
    setpointMaxBar: number,
    leaksM3min: learnable,
    leaksAtBar: number,
    unregulatedShare: number,
    shiftM3min: number,
    breakM3min: number,
    offM3min: learnable,
    peakM3min: number,
  }),
  base: z.object({ shiftKw: number, breakKw: number, offKw: number }),
  extraction: z.object({ onKw: number, idleKw: number }),
  cooling: z.object({ pumpKw: number, fanKw: number }),
  hall: z.object({
    capacityKwhPerK: learnable,
    closedKwPerK: learnable,
    openKwPerK: learnable,
    fansKw: number,
    gainsShiftKw: learnable,
    gainsOffKw: learnable,
    heatPumpKw: number,
    copBase: number,
    copPerC: number,
    copMin: number,
    copMax: number,
    recoveredShare: number,
    gasKw: number,
    gasEfficiency: number,
    comfortFrom: clock,
    comfortTo: clock,
    comfortMinC: number,
    comfortMaxC: number,
    nightMinC: number,
    dayC: number,
    nightC: number,
    preheatMin: number,
  }),
  battery: z.object({
    capacityKwh: number,
    powerKw: number,
    socMinPct: number,
    socMaxPct: number,
    efficiency: learnable,
    auxKw: number,
    wearEurPerMwh: number,
  }),
  pv: z.object({ peakKw: number }),
  demand: z.object({ batteryGapKw: number }),
});

const levy = z.object({
  validFrom: z.iso.date(),
  kwkgEurMwh: number,
  offshoreEurMwh: number,
  specialUseEurMwh: number,
});

const tariffFile = z.object({
  energy: z.object({ supplierFeeEurMwh: number }),
  grid: z.object({
    energyEurMwh: number,
    demandEurPerKwYear: number,
    demandEurPerKwMonth: number,
    reactiveFreeShare: number,
    reactiveEurMvarh: number,
    peakWindow: z.object({
      months: numbers,
      from: clock,
      to: clock,
      workDaysOnly: z.boolean(),
      minReductionShare: number,
      minReductionKw: number,
      floorShare: number,
    }),
  }),
  levies: z.array(levy).min(1),
  specialUseAbove: z.object({ thresholdMwh: number, eurMwh: number }),
  concessionEurMwh: number,
  electricityTaxEurMwh: number,
  feedIn: z.object({ deductEurMwh: number, floorEurMwh: number }),
  gas: z.object({ eurMwh: number }),
  imbalance: z.object({ spreadEurMwh: number, rareShare: number, rareSpreadEurMwh: number }),
  typicalYearMwh: number,
});
export type TariffValues = z.infer<typeof tariffFile>;

export const demandKinds = ["annual", "month", "window"] as const;
export type DemandKind = (typeof demandKinds)[number];

/** The description of a site: its plant and tariff files as they stand, and how far to plan. */
export const energyParameters = z
  .object({
    timeZone: z.string().min(1),
    plant: plantFile,
    tariff: tariffFile,
    horizonH: z.number().min(4).max(48).default(24),
    stepMin: z.literal(15).default(15),
    /** Which demand charge the site's contract has. */
    demand: z.enum(demandKinds).default("annual"),
    /** Starts recommended for the next minutes are not moved. */
    frozenMin: z.number().min(0).default(60),
    /**
     * Peaks below this share of the demand controller's target are worth nothing: the days that follow would pay more for holding them
     * than they save. Near the optimum the sum changes little: a few per cent more or less are a tenth of a per cent of the bill.
     */
    peakFloorShare: z.number().min(0).max(1.2).default(0.92),
    /** Plan for this many possible courses instead of the expected one; see `riskSchema`. */
    risk: riskSchema
      .extend({
        scenarios: riskSchema.shape.scenarios.default(10),
        seed: riskSchema.shape.seed.default(1),
        alpha: riskSchema.shape.alpha.default(0.9),
        weight: riskSchema.shape.weight.default(0.5),
        connectionChance: riskSchema.shape.connectionChance.default(0.9),
      })
      .exactOptional(),
    /** Schedules are fixed the day before and deviations settled; absent: they are not. */
    balancing: balancingSchema.exactOptional(),
  })
  .transform(({ plant, balancing, ...rest }) => ({
    ...rest,
    ...(balancing ? { balancing: balancingContract(balancing, rest.tariff.imbalance) } : {}),
    ...fromPlantFile(plant, rest.demand),
  }));
export type EnergyParameters = z.infer<typeof energyParameters>;

/** Values of the plant as its file describes them. */
export type PlantFile = z.infer<typeof plantFile>;

/** Everything that follows from the plant's own values; `described` are those values. */
export const fromPlantFile = (described: PlantFile, demand: DemandKind) => ({
  described,
  furnaceIds: described.furnace.ids,
  plant: plantOf(described, demand),
  profile: profileOf(described),
});

/** What stands in for history while it is short: typical values of shift, break and idle time. */
function profileOf(plant: PlantFile) {
  const { air, base, extraction, cooling } = plant;
  return {
    auxKw: plant.battery.auxKw,
    base,
    extraction,
    cooling,
    pourHoldingKw: plant.pouringFurnace.holdingKw.value,
    air: {
      shiftM3min: air.shiftM3min + air.leaksM3min.value,
      breakM3min: air.breakM3min + air.leaksM3min.value,
      offM3min: air.offM3min.value + air.leaksM3min.value,
    },
  };
}

/** Reserve of metal kept above what makes the plant melt at any price, and its price. */
/** The last tonne is dear: below it a tap that is a quarter-hour late stops the line. Dearer still where the hours before a peak window tempt. */
const reservesOf = (demand: DemandKind): PlantValues["metal"]["reserves"] => [
  { tonnes: 2.2, eurPerTh: 40 },
  { tonnes: 1.1, eurPerTh: demand === "window" ? 2000 : 600 },
];
/** Discomfort is dear enough to be avoided and cheap enough not to stop the melt shop. */
const discomfortEurPerKh = 20;
const comfortMarginK = 0.5;

/** The operator starts a heat within the minute after its time. */
const startDelayMin = 1;

function plantOf(plant: PlantFile, demand: DemandKind): PlantValues {
  const { furnace, production, pouringFurnace, connection, battery } = plant;
  return plantValues.parse({
    melt: {
      energyKwhPerT: furnace.meltKwhPerT.value,
      occupiedKw: furnace.holdingKw.value,
      ratedKw: furnace.ratedKw,
      minKw: 2 * furnace.minimumKw,
      startQuarterKw:
        (furnace.lidOpenKw.value * furnace.chargeMin +
          furnace.ratedKw * (15 - furnace.chargeMin - startDelayMin)) /
        15,
      tapQuarterKw: 640,
      holdingKw: furnace.holdingKw.value,
      minHeatMin: furnace.minHeatMin,
      maxHeatMin: furnace.maxHeatMin,
      maxHoldMin: furnace.holdMin,
      coldAfterH: furnace.coldAfterH,
      coldExtraKwh: furnace.coldStartKwh,
      coldExtraMin: furnace.coldStartMin,
      relineEveryHeats: furnace.relineAfterHeats,
    },
    metal: {
      usableT: pouringFurnace.usableT,
      pourTph: production.pourRateTph,
      waitEurPerMin: production.pourWaitEurPerMin,
      reserves: reservesOf(demand),
    },
    air: airOf(plant.air),
    hall: hallOf(plant),
    battery: {
      capacityKwh: battery.capacityKwh,
      powerKw: battery.powerKw,
      minSoc: battery.socMinPct / 100,
      maxSoc: battery.socMaxPct / 100,
      chargeEfficiency: battery.efficiency.value,
      dischargeEfficiency: battery.efficiency.value,
      wearEurPerMwh: battery.wearEurPerMwh,
    },
    pvKwp: plant.pv.peakKw,
    importLimitKw: connection.contractKw,
    chargeBelowTargetKw: plant.demand.batteryGapKw,
  });
}

/** Room between the lowest set point and what the consumers need: short peaks draw the header down. */
const pressureRoomBar = 0.15;

function airOf(air: PlantFile["air"]): PlantValues["air"] {
  const nativeBar = (air.bandLowBar + air.bandHighBar) / 2;
  const aboveSetpointBar = nativeBar - air.bandLowBar;
  const lowestBar = Math.max(air.needBar + pressureRoomBar, air.setpointMinBar) + aboveSetpointBar;
  return {
    compressors: air.machines.map((each) => ({
      id: each.id,
      minFlowM3min: each.minFlowM3min ?? each.flowM3min,
      maxFlowM3min: each.flowM3min,
      minFlowKw: (each.minKw ?? each.loadKw).value,
      maxFlowKw: each.loadKw.value,
      idleKw: each.idleKw.value,
      variableSpeed: each.kind === "vsd",
    })),
    needBar: air.needBar,
    referenceBar: air.ratedBar,
    powerPerBar: air.powerPerBar,
    nativeBar,
    choicesBar: [lowestBar, nativeBar],
    aboveSetpointBar,
    leaksM3min: (air.leaksM3min.value * (nativeBar + 1)) / (air.leaksAtBar + 1),
    unregulatedShare: air.unregulatedShare,
    peakMarginM3min: Math.max(0, air.peakM3min - air.shiftM3min - air.leaksM3min.value),
    switchEur: 0.5,
  };
}

function hallOf({ hall }: PlantFile): PlantValues["hall"] {
  return {
    heatCapacityKwhPerK: hall.capacityKwhPerK.value,
    lossClosedKwPerK: hall.closedKwPerK.value,
    lossVentilatedKwPerK: hall.openKwPerK.value,
    gainsShiftKw: hall.gainsShiftKw.value,
    gainsIdleKw: hall.gainsOffKw.value,
    fansKw: hall.fansKw,
    heatPumpKw: hall.heatPumpKw,
    copAt0: hall.copBase,
    copPerK: hall.copPerC,
    copMin: hall.copMin,
    copMax: hall.copMax,
    gasKw: hall.gasKw,
    gasEfficiency: hall.gasEfficiency,
    recoveredShare: hall.recoveredShare,
    comfort: {
      fromHour: hall.comfortFrom,
      untilHour: hall.comfortTo,
      minC: hall.comfortMinC,
      maxC: hall.comfortMaxC,
      otherwiseMinC: hall.nightMinC,
    },
    nativeDayC: hall.dayC,
    nativeNightC: hall.nightC,
    preheatMin: hall.preheatMin,
    discomfortEurPerKh,
    marginK: comfortMarginK,
  };
}
