import type { Model, ModelBuilder, VariableIndex } from "@qtwin/model";
import { type AirChoice, airChoices } from "./air-power.ts";
import { buyEurPerKwh, type EnergyFacts, type FurnaceFacts, sellEurPerKwh } from "./facts.ts";
import { largestPeakMarginKw } from "./load.ts";

/** Names and bounds of the columns; `columnsOf` finds them again in a finished model. */
export interface FurnaceColumns {
  readonly id: string;
  /** A heat starts at the beginning of the step. */
  readonly start: readonly VariableIndex[];
  /** A heat is tapped at the end of the step. */
  readonly tap: readonly VariableIndex[];
  /** Heats started, and heats tapped, from the beginning of the grid to the end of the step. */
  readonly started: readonly VariableIndex[];
  readonly tapped: readonly VariableIndex[];
  readonly occupied: readonly VariableIndex[];
  readonly powerKw: readonly VariableIndex[];
  /** In the metal of the current heat at the end of the step. */
  readonly heatKwh: readonly VariableIndex[];
  /** 1 once the first heat of a cold furnace is tapped; none for a warm furnace. */
  readonly warm: readonly VariableIndex[];
}

export interface EnergyColumns {
  readonly furnaces: readonly FurnaceColumns[];
  readonly metalT: readonly VariableIndex[];
  /** Metal the line waits for. */
  readonly shortT: readonly VariableIndex[];
  /** Paid crew present; only steps with a price have one. */
  readonly crew: ReadonlyMap<number, VariableIndex>;
  readonly air: readonly (readonly VariableIndex[])[];
  readonly heatPumpKw: readonly VariableIndex[];
  readonly gasKw: readonly VariableIndex[];
  /** Heat taken from the compressors. */
  readonly recoveredKw: readonly VariableIndex[];
  readonly hallC: readonly VariableIndex[];
  readonly chargeKw: readonly VariableIndex[];
  readonly dischargeKw: readonly VariableIndex[];
  readonly socKwh: readonly VariableIndex[];
  readonly pvKw: readonly VariableIndex[];
  readonly importKw: readonly VariableIndex[];
  readonly exportKw: readonly VariableIndex[];
  /** Chooses between buying and selling; only steps in which both would pay have one. */
  readonly buying: ReadonlyMap<number, VariableIndex>;
  readonly peakKw: VariableIndex;
  /** Part of the room below the peak that is given up. */
  readonly roomKw: VariableIndex;
  readonly windowPeakKw: VariableIndex | null;
  /** Null: nothing is nominated. */
  readonly imbalance: ImbalanceColumns | null;
  /** What happens in each possible course; null when only the expected one is planned. */
  readonly drawn: DrawnColumns | null;
}

/** Deviation from the nomination beyond its tolerance, kWh; only nominated steps have columns. */
export interface ImbalanceColumns {
  readonly shortKwh: ReadonlyMap<number, VariableIndex>;
  readonly longKwh: ReadonlyMap<number, VariableIndex>;
}

/** Decided anew in each possible course: what is bought then, and what the battery gives beyond the plan. */
export interface DrawnColumns {
  readonly importKw: readonly VariableIndex[];
  readonly exportKw: readonly VariableIndex[];
  readonly reliefKw: readonly VariableIndex[];
  /** Taken out of the battery beyond the plan since the beginning. */
  readonly relievedKwh: readonly VariableIndex[];
  readonly peakKw: VariableIndex;
  readonly windowPeakKw: VariableIndex | null;
  readonly imbalance: ImbalanceColumns | null;
}

export interface StepAir {
  readonly choices: readonly AirChoice[];
}

/** The compressed-air choices of each step, from the forecast flow. */
export function airChoicesOf(facts: EnergyFacts): readonly StepAir[] {
  const { flowM3min, available } = facts.air;
  const { peakMarginM3min } = facts.plant.air;
  const highest = flowM3min.p50.map((flow, step) =>
    facts.shift[step] ? Math.max(flow + peakMarginM3min, flowM3min.p90[step]!) : flowM3min.p90[step]!,
  );
  // A set must also do for the beginning of the next step.
  return flowM3min.p50.map((flow, step) => ({
    choices: airChoices(facts.plant.air, available, flow, Math.max(highest[step]!, highest[step + 1] ?? 0)),
  }));
}

/**
 * Of each step's choices those that a plan could want: the one of least power, and all where power costs so little that
 * the heat of more would pay.
 */
export const plannedAirOf = (facts: EnergyFacts): readonly StepAir[] =>
  airChoicesOf(facts).map(({ choices }, step) => {
    const { recoveredShare, gasEfficiency } = facts.plant.hall;
    const heatEurPerKwh = facts.tariff.gasEurMwh / 1000 / gasEfficiency;
    if (buyEurPerKwh(facts, step) < recoveredShare * heatEurPerKwh) return { choices };
    const least = choices.reduce((best, each) => (each.powerKw < best.powerKw ? each : best));
    return { choices: [least] };
  });

/** The level is known to a tenth of a tonne: no rule turns on less. */
export const levelToleranceT = 0.1;

/** How columns come to be: added to a builder, or looked up by name in a finished model. */
interface Source {
  continuous(name: string, lower: number, upper: number, unit: string, recourse?: boolean): VariableIndex;
  binary(name: string): VariableIndex;
  count(name: string, upper: number): VariableIndex;
}

const fromBuilder = (model: ModelBuilder): Source => ({
  continuous: (name, lower, upper, unit, recourse = false) =>
    model.continuous(name, { lower, upper, unit, recourse }),
  binary: (name) => model.binary(name),
  count: (name, upper) => model.integer(name, { lower: 0, upper, unit: "1" }),
});

function fromModel(model: Model): Source {
  const positions = new Map(model.variables.names.map((name, index) => [name, index] as const));
  const find = (name: string): VariableIndex => positions.get(name)!;
  return { continuous: find, binary: find, count: find };
}

/** Declares every column of the energy model. */
export const declareColumns = (facts: EnergyFacts, model: ModelBuilder): EnergyColumns =>
  columns(facts, fromBuilder(model));

/** Finds the columns of a model that `build` made from the same facts. */
export const columnsOf = (facts: EnergyFacts, model: Model): EnergyColumns =>
  columns(facts, fromModel(model));

export const heatKwhOf = (facts: EnergyFacts): number => heatTonnes(facts) * facts.plant.melt.energyKwhPerT;

/** All heats of a horizon have the same size: the furnaces'. */
export function heatTonnes(facts: EnergyFacts): number {
  const running = facts.furnaces.find(({ heat }) => heat !== null)?.heat;
  return facts.openHeats[0]?.tonnes ?? running?.tonnes ?? 4;
}

function columns(facts: EnergyFacts, source: Source): EnergyColumns {
  const { plant, grid } = facts;
  const each = <T>(make: (step: number) => T): T[] =>
    Array.from({ length: grid.count }, (_, step) => make(step));
  const row = (name: string, lower: number, upper: number, unit: string): VariableIndex[] =>
    each((step) => source.continuous(`${name}[${step}]`, lower, upper, unit));
  const batteryKw = facts.battery.mode === "remote" ? plant.battery.powerKw : 0;
  const { capacityKwh, minSoc, maxSoc } = plant.battery;
  const socNow = facts.battery.socKwh;
  return {
    furnaces: facts.furnaces.map((furnace) => furnaceColumns(facts, furnace, source)),
    metalT: row("metalT", 0, Math.max(plant.metal.usableT, facts.metalT) + levelToleranceT, "t"),
    shortT: row("shortT", 0, Infinity, "t"),
    crew: sparse(
      facts.crewEurPerH,
      (price) => price !== null && price > 0,
      (step) => source.binary(`crew[${step}]`),
    ),
    air: plannedAirOf(facts).map(({ choices }, step) =>
      choices.map((_, choice) => source.binary(`air[${step}][${choice}]`)),
    ),
    heatPumpKw: row("heatPumpKw", 0, plant.hall.heatPumpKw, "kW"),
    gasKw: row("gasKw", 0, plant.hall.gasKw, "kW"),
    recoveredKw: row("recoveredKw", 0, Infinity, "kW"),
    hallC: row("hallC", -20, 45, "°C"),
    chargeKw: row("chargeKw", 0, batteryKw, "kW"),
    dischargeKw: row("dischargeKw", 0, batteryKw, "kW"),
    socKwh: row(
      "socKwh",
      Math.min(minSoc * capacityKwh, socNow),
      Math.max(maxSoc * capacityKwh, socNow),
      "kWh",
    ),
    pvKw: each((step) => source.continuous(`pvKw[${step}]`, 0, Math.max(0, facts.pvKw.p50[step]!), "kW")),
    importKw: row("importKw", 0, Infinity, "kW"),
    exportKw: row("exportKw", 0, plant.pvKwp + plant.battery.powerKw, "kW"),
    buying: sparse(
      facts.prices.dayAheadEurMwh,
      (_, step) => buyEurPerKwh(facts, step) <= sellEurPerKwh(facts, step) + 1e-6,
      (step) => source.binary(`buying[${step}]`),
    ),
    peakKw: source.continuous("peakKw", Math.max(facts.peak.soFarKw, facts.peak.floorKw), Infinity, "kW"),
    roomKw: source.continuous("roomKw", 0, largestPeakMarginKw(facts), "kW"),
    windowPeakKw:
      facts.tariff.demand.kind === "window"
        ? source.continuous("windowPeakKw", facts.peak.windowSoFarKw, Infinity, "kW")
        : null,
    imbalance: imbalanceColumns(facts, (name) => source.continuous(name, 0, Infinity, "kWh")),
    drawn: facts.risk ? drawnColumns(facts, source) : null,
  };
}

function drawnColumns(facts: EnergyFacts, source: Source): DrawnColumns {
  const { plant, peak, battery } = facts;
  const column = (name: string, lower: number, upper: number, unit: string): VariableIndex =>
    source.continuous(`drawn.${name}`, lower, upper, unit, true);
  const row = (name: string, upper: number, unit: string): VariableIndex[] =>
    Array.from({ length: facts.grid.count }, (_, step) => column(`${name}[${step}]`, 0, upper, unit));
  return {
    importKw: row("importKw", Infinity, "kW"),
    exportKw: row("exportKw", Infinity, "kW"),
    reliefKw: row("reliefKw", battery.mode === "remote" ? plant.battery.powerKw : 0, "kW"),
    relievedKwh: row("relievedKwh", plant.battery.capacityKwh, "kWh"),
    // Twice the contract is more than all machines together take.
    peakKw: column(
      "peakKw",
      Math.max(peak.soFarKw, peak.floorKw),
      2 * Math.max(plant.importLimitKw, peak.soFarKw),
      "kW",
    ),
    windowPeakKw:
      facts.tariff.demand.kind === "window"
        ? column("windowPeakKw", peak.windowSoFarKw, Infinity, "kW")
        : null,
    imbalance: imbalanceColumns(facts, (name) => column(name, 0, Infinity, "kWh")),
  };
}

function imbalanceColumns(
  { nomination }: EnergyFacts,
  make: (name: string) => VariableIndex,
): ImbalanceColumns | null {
  if (!nomination) return null;
  const row = (name: string): ReadonlyMap<number, VariableIndex> =>
    sparse(
      nomination.kw,
      (kw) => kw !== null,
      (step) => make(`${name}[${step}]`),
    );
  return { shortKwh: row("shortKwh"), longKwh: row("longKwh") };
}

function sparse<T>(
  values: readonly T[],
  wanted: (value: T, step: number) => boolean,
  make: (step: number) => VariableIndex,
): ReadonlyMap<number, VariableIndex> {
  return new Map(values.flatMap((value, step) => (wanted(value, step) ? [[step, make(step)] as const] : [])));
}

function furnaceColumns(
  facts: EnergyFacts,
  { id, cold, heat }: FurnaceFacts,
  source: Source,
): FurnaceColumns {
  const { ratedKw, coldExtraKwh } = facts.plant.melt;
  const each = (make: (name: string) => VariableIndex, what: string): VariableIndex[] =>
    Array.from({ length: facts.grid.count }, (_, step) => make(`${id}.${what}[${step}]`));
  const fullKwh = heatKwhOf(facts);
  // Below zero while the lining takes the energy.
  const leastKwh = cold ? -coldExtraKwh : Math.min(0, fullKwh - (heat?.remainingKwh ?? fullKwh));
  return {
    id,
    start: each((name) => source.binary(name), "start"),
    tap: each((name) => source.binary(name), "tap"),
    started: each((name) => source.count(name, facts.grid.count), "started"),
    tapped: each((name) => source.count(name, facts.grid.count), "tapped"),
    occupied: each((name) => source.continuous(name, 0, 1, "1"), "occupied"),
    powerKw: each((name) => source.continuous(name, 0, ratedKw, "kW"), "powerKw"),
    heatKwh: each((name) => source.continuous(name, leastKwh, fullKwh, "kWh"), "heatKwh"),
    warm: cold ? each((name) => source.continuous(name, 0, 1, "1"), "warm") : [],
  };
}
