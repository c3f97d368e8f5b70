import type { EnergyFacts } from "./facts.ts";

/** One heat from charging to tapping. */
export interface HeatRun {
  readonly orderId: string;
  readonly alloy: string;
  readonly tonnes: number;
  readonly furnace: string;
  readonly startMs: number;
  readonly tapMs: number;
  /** Already melting, or recommended for the next hour. */
  readonly frozen: boolean;
}

export type PerFurnace = Readonly<Record<string, readonly number[]>>;

/** A complete course of the plant on the grid, of whatever origin: native rules, a solution, a stored plan. */
export interface Dispatch {
  readonly heats: readonly HeatRun[];
  readonly furnaceKw: PerFurnace;
  /** Into the metal of the heat at the end of the step. */
  readonly heatKwh: PerFurnace;
  readonly metalT: readonly number[];
  readonly shortT: readonly number[];
  /** Extra price of the crew, 1 where it is paid. */
  readonly paidCrew: readonly number[];
  readonly airKw: readonly number[];
  readonly airBar: readonly number[];
  readonly airSet: readonly (readonly string[])[];
  readonly heatPumpKw: readonly number[];
  readonly gasKw: readonly number[];
  readonly recoveredKw: readonly number[];
  readonly hallC: readonly number[];
  readonly setpointC: readonly number[];
  readonly chargeKw: readonly number[];
  readonly dischargeKw: readonly number[];
  readonly socKwh: readonly number[];
  readonly pvKw: readonly number[];
  readonly importKw: readonly number[];
  readonly exportKw: readonly number[];
}

/** Load of the step that is neither furnaces, air, heat pump nor battery. */
export function otherLoadKw(facts: EnergyFacts, step: number): number {
  return facts.baseKw.p50[step]! + (facts.comfort[step] ? facts.plant.hall.fansKw : 0);
}

export function furnacesKw(dispatch: Pick<Dispatch, "furnaceKw">, step: number): number {
  return Object.values(dispatch.furnaceKw).reduce((sum, row) => sum + row[step]!, 0);
}

/** Positive: bought; negative: fed in. */
export function netKw(facts: EnergyFacts, dispatch: Dispatch, step: number): number {
  return (
    otherLoadKw(facts, step) +
    furnacesKw(dispatch, step) +
    dispatch.airKw[step]! +
    dispatch.heatPumpKw[step]! +
    dispatch.chargeKw[step]! -
    dispatch.dischargeKw[step]! -
    dispatch.pvKw[step]!
  );
}

/** The same course with its meter recomputed. */
export function withMeter(facts: EnergyFacts, dispatch: Dispatch): Dispatch {
  const netsKw = dispatch.airKw.map((_, step) => netKw(facts, dispatch, step));
  return {
    ...dispatch,
    importKw: netsKw.map((net) => Math.max(0, net)),
    exportKw: netsKw.map((net) => Math.max(0, -net)),
  };
}
