import { gridEndMs, stepIndexAt, stepStartMs, type TimeGrid } from "@qtwin/core";
import type { Nominated, Nominating, NominationCourse } from "../nominating.ts";
import { deviationEur, deviationOf } from "./balancing.ts";
import type { EnergyFacts } from "./facts.ts";
import type { EnergyParameters } from "./parameters.ts";

/** The nominated power of an instant; null where nothing is nominated. */
function nominatedKwAt(nominated: readonly Nominated[], atMs: number): number | null {
  for (const { grid, kw } of nominated)
    if (atMs >= grid.startMs && atMs < gridEndMs(grid)) return kw[stepIndexAt(grid, atMs)]!;
  return null;
}

const apply: Nominating<EnergyFacts, EnergyParameters>["apply"] = (facts, contract, nominated) => {
  const { grid } = facts;
  const kw = Array.from({ length: grid.count }, (_, step) =>
    nominatedKwAt(nominated, stepStartMs(grid, step)),
  );
  if (kw.every((each) => each === null)) return facts;
  const { toleranceShare, eurPerMwhShort, eurPerMwhLong } = contract;
  return { ...facts, nomination: { kw, toleranceShare, eurPerMwhShort, eurPerMwhLong } };
};

const boughtKw: Nominating<EnergyFacts, EnergyParameters>["boughtKw"] = (plan, grid) => {
  const series = plan.series.find(({ id }) => id === "importKw");
  const first = stepIndexAt(plan.grid, grid.startMs);
  if (!series || plan.grid.stepMin !== grid.stepMin || first < 0) return null;
  const kw = series.values.slice(first, first + grid.count).map((value) => value ?? 0);
  return kw.length === grid.count ? kw : null;
};

const course: Nominating<EnergyFacts, EnergyParameters>["course"] = async (
  history,
  contract,
  { grid, kw },
  nowMs,
) => {
  const over: TimeGrid = { ...grid, count: Math.min(grid.count, Math.max(0, stepIndexAt(grid, nowMs))) };
  const metered = over.count === 0 ? [] : await history.means("meter.importKwh", over);
  const stepH = grid.stepMin / 60;
  let sum: NominationCourse = {
    untilMs: grid.startMs,
    nominatedKwh: 0,
    boughtKwh: 0,
    shortKwh: 0,
    longKwh: 0,
    costEur: 0,
  };
  metered.forEach((meteredKw, step) => {
    if (meteredKw === null) return;
    const [nominatedKwh, boughtKwh] = [kw[step]! * stepH, meteredKw * stepH];
    const deviation = deviationOf(nominatedKwh, boughtKwh, contract.toleranceShare);
    sum = {
      untilMs: stepStartMs(grid, step + 1),
      nominatedKwh: sum.nominatedKwh + nominatedKwh,
      boughtKwh: sum.boughtKwh + boughtKwh,
      shortKwh: sum.shortKwh + deviation.shortKwh,
      longKwh: sum.longKwh + deviation.longKwh,
      costEur: sum.costEur + deviationEur(contract, deviation),
    };
  });
  return sum;
};

/** What will be bought is nominated from the plan's main meter, and settled by the plant's. */
export const nominating: Nominating<EnergyFacts, EnergyParameters> = {
  contract: ({ balancing }) => balancing ?? null,
  reaching: (parameters, horizonH) => ({ ...parameters, horizonH }),
  apply,
  boughtKw,
  course,
};
