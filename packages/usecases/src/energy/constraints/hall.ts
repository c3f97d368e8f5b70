import { type BuildContext, type Rule, row, steps } from "../context.ts";
import type { EnergyFacts } from "../facts.ts";
import { comfortMinC, heatPumpCop, lossKwPerK, mostGasKw } from "../hall.ts";

const balance: Rule = {
  rule: "hall-heat-balance",
  sentence: "The hall stores heat; it gains from people, machines and heating and loses to the outside.",
  unit: "K",
};

/** The hall as a store of heat, with heat pump, gas and heat recovered from the compressors. */
export function hallRules(context: BuildContext): void {
  heatBalance(context);
  comfort(context);
  gasLast(context);
}

function heatBalance(context: BuildContext): void {
  const { facts, columns, hours, air } = context;
  const { hall } = facts.plant;
  for (const step of steps(facts)) {
    const perKw = hours(step) / hall.heatCapacityKwhPerK;
    const loss = lossKwPerK(facts, step);
    const gainsKw = facts.shift[step] ? hall.gainsShiftKw : hall.gainsIdleKw;
    const heat = row(context, balance, step)
      .plus(1, columns.hallC[step]!)
      .plus(-perKw * heatPumpCop(facts, step), columns.heatPumpKw[step]!)
      .plus(-perKw, columns.gasKw[step]!)
      .plus(-perKw, columns.recoveredKw[step]!);
    const external = perKw * (gainsKw + loss * facts.outdoorC[step]!);
    if (step === 0) heat.equals(external + (1 - perKw * loss) * facts.hall.airC);
    else heat.plus(-(1 - perKw * loss), columns.hallC[step - 1]!).equals(external);
    recovered(
      context,
      step,
      air[step]!.choices.map(({ powerKw }) => powerKw),
    );
  }
}

function recovered(context: BuildContext, step: number, airKw: readonly number[]): void {
  const limit = row(
    context,
    {
      rule: "hall-recovered-heat",
      sentence: "No more heat is recovered than the compressors give off.",
      unit: "kW",
    },
    step,
  ).plus(1, context.columns.recoveredKw[step]!);
  context.columns.air[step]!.forEach((choice, i) => {
    limit.plus(-context.facts.plant.hall.recoveredShare * airKw[i]!, choice);
  });
  limit.atMost(0);
}

/** Dearer than any other heat, so that only a course that the plant took by itself keeps it. */
const uncertainGasEurPerKwh = 0.5;

/** The thermostat turns to gas last: a plan that would rather burn gas than run the heat pump cannot have it. */
function gasLast(context: BuildContext): void {
  const { facts, columns, hours } = context;
  for (const step of steps(facts))
    row(
      context,
      {
        rule: "hall-gas-last",
        sentence: "Gas heats only where the heat pump alone does not hold the temperature.",
        unit: "kW",
        pricePerUnit: uncertainGasEurPerKwh * hours(step),
      },
      step,
    )
      .plus(1, columns.gasKw[step]!)
      .atMost(mostGasKw(facts, step));
}

function comfort(context: BuildContext): void {
  const { facts, columns, hours } = context;
  for (const step of steps(facts)) {
    row(
      context,
      {
        rule: "hall-comfort",
        sentence: `The hall is kept warm enough: ${comfortText(facts)}.`,
        unit: "K",
        pricePerUnit: facts.plant.hall.discomfortEurPerKh * hours(step),
      },
      step,
    )
      .plus(1, columns.hallC[step]!)
      .atLeast(comfortMinC(facts, step));
  }
}

function comfortText(facts: EnergyFacts): string {
  const { minC, otherwiseMinC } = facts.plant.hall.comfort;
  return `${minC} °C in working hours, ${otherwiseMinC} °C else`;
}
