import { stepStartMs } from "@qtwin/core";
import type { Answer, Model, VariableIndex } from "@qtwin/model";
import type { Plan } from "../contract.ts";
import { columnsOf, type EnergyColumns, plannedAirOf } from "./columns.ts";
import { costOf } from "./cost.ts";
import type { Dispatch, HeatRun } from "./dispatch.ts";
import { energyError } from "./errors.ts";
import type { EnergyFacts } from "./facts.ts";
import { plannedSetpoints } from "./hall.ts";
import { heatMinSteps, pulls } from "./heat.ts";
import { simulateNative } from "./native.ts";
import { planOf } from "./plan.ts";

/**
 * The plan inside an answer.
 * @throws QT_ENERGY_NO_SOLUTION
 */
export function read(facts: EnergyFacts, model: Model, answer: Answer): Plan {
  if (!answer.solution) throw energyError("QT_ENERGY_NO_SOLUTION", `The answer is '${answer.status}'.`);
  const dispatch = dispatchOfSolution(facts, model, answer.solution);
  return planOf(facts, dispatch, costOf(facts, dispatch, simulateNative(facts)));
}

/** A solution as a course of the plant. */
export function dispatchOfSolution(facts: EnergyFacts, model: Model, solution: Float64Array): Dispatch {
  const columns = columnsOf(facts, model);
  const row = (indices: readonly VariableIndex[]): number[] => indices.map((index) => solution[index]!);
  const positive = (indices: readonly VariableIndex[]): number[] =>
    indices.map((index) => Math.max(0, solution[index]!));
  const air = chosenAir(facts, columns, solution);
  const hallC = row(columns.hallC);
  const [heatPumpKw, gasKw, recoveredKw] = [
    positive(columns.heatPumpKw),
    positive(columns.gasKw),
    positive(columns.recoveredKw),
  ];
  return {
    heats: heatsOf(facts, columns, solution),
    furnaceKw: Object.fromEntries(columns.furnaces.map(({ id, powerKw }) => [id, positive(powerKw)])),
    heatKwh: Object.fromEntries(columns.furnaces.map(({ id, heatKwh }) => [id, row(heatKwh)])),
    metalT: row(columns.metalT),
    shortT: positive(columns.shortT),
    paidCrew: Array.from({ length: facts.grid.count }, (_, step) => {
      const column = columns.crew.get(step);
      return column === undefined ? 0 : Math.round(solution[column]!);
    }),
    airKw: air.map(({ powerKw }) => powerKw),
    airBar: air.map(({ pressureBar }) => pressureBar),
    airSet: air.map(({ set }) => set),
    heatPumpKw,
    gasKw,
    recoveredKw,
    hallC,
    setpointC: plannedSetpoints(facts, { hallC, heatPumpKw, gasKw, recoveredKw }),
    chargeKw: positive(columns.chargeKw),
    dischargeKw: positive(columns.dischargeKw),
    socKwh: row(columns.socKwh),
    pvKw: positive(columns.pvKw),
    importKw: positive(columns.importKw),
    exportKw: positive(columns.exportKw),
  };
}

function chosenAir(facts: EnergyFacts, columns: EnergyColumns, solution: Float64Array) {
  return plannedAirOf(facts).map(({ choices }, step) => {
    const shares = columns.air[step]!.map((column) => solution[column]!);
    return choices[shares.indexOf(Math.max(...shares))]!;
  });
}

interface Started {
  readonly furnace: string;
  readonly startStep: number;
  readonly tapStep: number | null;
}

/**
 * Heats in the order they start; orders are taken first in, first out. One that the operator refused is started by his own rule:
 * it takes the first start at which that rule holds, and others go before.
 */
function heatsOf(facts: EnergyFacts, columns: EnergyColumns, solution: Float64Array): HeatRun[] {
  const started = columns.furnaces
    .flatMap(({ id, start, tap }) => startsOf(id, start, tap, solution))
    .sort((left, right) => left.startStep - right.startStep || (left.furnace < right.furnace ? -1 : 1));
  const waiting = [...facts.openHeats];
  const planned = started.flatMap((heat): HeatRun[] => {
    const startMs = stepStartMs(facts.grid, heat.startStep);
    const next = waiting.findIndex(
      ({ notBeforeMs, refused }) =>
        notBeforeMs <= startMs && (!refused || pullsAt(facts, columns, solution, heat)),
    );
    const [order] = waiting.splice(Math.max(0, next), 1);
    if (!order) return [];
    return [
      {
        orderId: order.orderId,
        alloy: order.alloy,
        tonnes: order.tonnes,
        furnace: heat.furnace,
        startMs,
        tapMs:
          stepStartMs(facts.grid, heat.tapStep ?? heat.startStep + heatMinSteps(facts) - 1) + stepMs(facts),
        frozen: isRecommended(facts, order.orderId),
      },
    ];
  });
  return [...runningHeats(facts, columns, solution), ...planned];
}

/** Level at which the operator surely starts, below the one at which his rule just would: the level is not known better, and nothing else starts meanwhile. */
const sureT = 0.5;

function pullsAt(
  facts: EnergyFacts,
  { metalT, furnaces }: EnergyColumns,
  solution: Float64Array,
  { startStep, furnace }: Started,
): boolean {
  const levelT = startStep === 0 ? facts.metalT : solution[metalT[startStep - 1]!]!;
  const others = furnaces.filter(
    ({ id, occupied }) => id !== furnace && solution[occupied[startStep]!]! > 0.5,
  );
  // The operator counts on the shortest cycle, which is less than whole steps: what is planned must be sure to start.
  const aheadSteps = Math.floor(facts.plant.melt.minHeatMin / facts.grid.stepMin);
  return pulls(facts, startStep, levelT + sureT, others.length, aheadSteps);
}

const stepMs = (facts: EnergyFacts): number => facts.grid.stepMin * 60_000;

const isRecommended = (facts: EnergyFacts, orderId: string): boolean =>
  facts.recommended.some((heat) => heat.orderId === orderId && heat.notBeforeMs < facts.frozenUntilMs);

function startsOf(
  furnace: string,
  start: readonly VariableIndex[],
  tap: readonly VariableIndex[],
  solution: Float64Array,
): Started[] {
  return start.flatMap((column, startStep): Started[] => {
    if (solution[column]! < 0.5) return [];
    const tapStep = tap.findIndex((each, step) => step >= startStep && solution[each]! > 0.5);
    return [{ furnace, startStep, tapStep: tapStep < 0 ? null : tapStep }];
  });
}

function runningHeats(facts: EnergyFacts, columns: EnergyColumns, solution: Float64Array): HeatRun[] {
  return facts.furnaces.flatMap(({ id, heat }, i): HeatRun[] => {
    if (!heat) return [];
    const tapStep = columns.furnaces[i]!.tap.findIndex((column) => solution[column]! > 0.5);
    const { orderId, alloy, tonnes, startedAtMs } = heat;
    const tapMs = stepStartMs(facts.grid, Math.max(0, tapStep)) + stepMs(facts);
    return [{ orderId, alloy, tonnes, furnace: id, startMs: startedAtMs, tapMs, frozen: true }];
  });
}
