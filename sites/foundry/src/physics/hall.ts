import { plant } from "../plant-data.ts";
import type { Context } from "./context.ts";

const values = plant.hall;
/** Proportional gain of the heating control. */
const gainKwPerK = 300;
/** A band is left when the hall is further out than a thermometer can tell. */
const toleranceK = 0.1;

export function heatPumpCop(outdoorC: number): number {
  return Math.min(values.copMax, Math.max(values.copMin, values.copBase + values.copPerC * outdoorC));
}

/** Setpoint of the native programme. B0 heats day and night. */
export function programmeC(context: Context): number {
  const { input, controller } = context;
  return controller === "b0" || input.comfort || input.preheat ? values.dayC : values.nightC;
}

/**
 * One second of the hall: air temperature, heating in the order recovered heat, heat pump, gas.
 * @param commandC commanded setpoint; null: programme
 */
export function stepHall(context: Context, commandC: number | null): void {
  const { state, input, factors } = context;
  const { hall } = state;
  const programme = programmeC(context);
  hall.setpointC = commandC ?? programme;
  if (commandC === null) hall.rampedC = programme;
  else {
    const step = values.rampKPerH / 3600;
    hall.rampedC += Math.max(-step, Math.min(step, commandC - hall.rampedC));
  }
  hall.outdoorC = input.outdoorC;
  const lossKwPerK = input.comfort ? values.openKwPerK : values.closedKwPerK;
  const gainsKw = input.phase === "off" ? values.gainsOffKw : values.gainsShiftKw;
  hall.fansKw = input.comfort ? values.fansKw : 0;
  const feedForward = lossKwPerK * (hall.rampedC - hall.outdoorC) - gainsKw;
  const wanted = Math.max(0, feedForward + gainKwPerK * (hall.rampedC - hall.airC));
  hall.recoveredKw = Math.min(wanted, values.recoveredShare * state.air.powerKw);
  const afterRecovery = wanted - hall.recoveredKw;
  if (hall.heatPumpTripS > 0) hall.heatPumpTripS -= 1;
  const runs = !hall.shed && hall.heatPumpTripS <= 0 && afterRecovery > 5;
  const cop = heatPumpCop(hall.outdoorC);
  hall.heatPumpKw = runs ? Math.min(values.heatPumpKw, afterRecovery / cop) : 0;
  const left = afterRecovery - hall.heatPumpKw * cop;
  const cold = hall.airC < hall.rampedC - 0.5;
  hall.gasKw = cold && left > 10 ? Math.min(values.gasKw, left / values.gasEfficiency) : 0;
  hall.gasKwh += hall.gasKw / 3600;
  const heatKw = hall.recoveredKw + hall.heatPumpKw * cop + hall.gasKw * values.gasEfficiency;
  const trueLossKwPerK = lossKwPerK * (input.comfort ? factors.hallOpen : factors.hallClosed);
  const netKw = heatKw + gainsKw * factors.hallGains - trueLossKwPerK * (hall.airC - hall.outdoorC);
  hall.airC += netKw / (values.capacityKwhPerK * factors.hallCapacity) / 3600;
  checkComfort(context, wanted > 5);
}

function checkComfort(context: Context, heated: boolean): void {
  const { state, input } = context;
  const { airC } = state.hall;
  const low = input.comfort ? values.comfortMinC : values.nightMinC;
  const missing = airC < low - toleranceK ? low - airC : 0;
  const excess =
    input.comfort && heated && airC > values.comfortMaxC + toleranceK ? airC - values.comfortMaxC : 0;
  if (missing + excess <= 0) return;
  state.violations.comfortS += 1;
  state.violations.comfortKh += (missing + excess) / 3600;
}
