import { heatKwhOf, heatTonnes } from "./columns.ts";
import { type BuildContext, steps } from "./context.ts";
import { endValues, heldTonnes } from "./end-values.ts";
import { buyEurPerKwh, sellEurPerKwh } from "./facts.ts";

/**
 * A wait of the line is planned for only when there is no other way: at so many times its price. A lower peak would else be bought with
 * waits, and one that is planned is longer in the end.
 */
export const neverBought = 20;
/** Share of the demand price at which room below the peak is given up. */
const roomShare = 0.5;

type Term = { readonly id: string; readonly sentence: string };

const term = (context: BuildContext, { id, sentence }: Term) =>
  context.model.objective({ id, rule: id, sentence, unit: "EUR", origin: "energy/objective" });

/** The money of the horizon, term by term as `costOf` counts it. */
export function objective(context: BuildContext): void {
  energyTerms(context);
  demandTerms(context);
  imbalanceTerm(context);
  runningTerms(context);
  endTerms(context);
}

function energyTerms(context: BuildContext): void {
  const { facts, columns, hours } = context;
  const bought = term(context, { id: "energy", sentence: "Energy bought, with fees and levies." });
  const sold = term(context, { id: "feedIn", sentence: "Energy fed in." });
  for (const step of steps(facts)) {
    bought.plus(hours(step) * buyEurPerKwh(facts, step), columns.importKw[step]!);
    sold.plus(-hours(step) * sellEurPerKwh(facts, step), columns.exportKw[step]!);
  }
}

function demandTerms(context: BuildContext): void {
  const { facts, columns } = context;
  const { demand } = facts.tariff;
  term(context, { id: "demand", sentence: "Peak above the peak so far of the billing period." })
    .plus(demand.eurPerKw, columns.peakKw)
    .constant(-demand.eurPerKw * Math.max(facts.peak.soFarKw, facts.peak.floorKw));
  // Room given up is likely, not certain, to become a higher peak: the demand controller still stands behind it.
  term(context, { id: "room", sentence: "Room below the peak for what the forecast misses." }).plus(
    roomShare * (demand.eurPerKw + demand.windowEurPerKw),
    columns.roomKw,
  );
  if (columns.windowPeakKw === null) return;
  term(context, { id: "windowDemand", sentence: "Peak inside the windows above that so far." })
    .plus(demand.windowEurPerKw, columns.windowPeakKw)
    .constant(-demand.windowEurPerKw * facts.peak.windowSoFarKw);
}

function imbalanceTerm(context: BuildContext): void {
  const { imbalance } = context.columns;
  if (!imbalance) return;
  const { eurPerMwhShort, eurPerMwhLong } = context.facts.nomination!;
  const missed = term(context, { id: "imbalance", sentence: "Nomination missed, at synthetic prices." });
  for (const column of imbalance.shortKwh.values()) missed.plus(eurPerMwhShort / 1000, column);
  for (const column of imbalance.longKwh.values()) missed.plus(eurPerMwhLong / 1000, column);
}

function runningTerms(context: BuildContext): void {
  const { facts, columns, hours } = context;
  const { hall, battery, metal } = facts.plant;
  const gas = term(context, { id: "gas", sentence: "Gas for the hall." });
  // A trifle, so that free heat is not stored for nothing.
  const recovered = term(context, { id: "recovered", sentence: "Effort of recovering heat." });
  const wear = term(context, { id: "wear", sentence: "Wear of the battery for each kWh drawn." });
  const wait = term(context, { id: "wait", sentence: "The moulding line waits for metal." });
  const crew = term(context, { id: "crew", sentence: "Melt crew outside its hours." });
  for (const step of steps(facts)) {
    gas.plus((hours(step) * facts.tariff.gasEurMwh) / hall.gasEfficiency / 1000, columns.gasKw[step]!);
    wear.plus((hours(step) * battery.wearEurPerMwh) / 1000, columns.dischargeKw[step]!);
    recovered.plus(hours(step) * 1e-4, columns.recoveredKw[step]!);
    wait.plus((60 / metal.pourTph) * metal.waitEurPerMin * neverBought, columns.shortT[step]!);
    const paid = columns.crew.get(step);
    if (paid !== undefined) crew.plus(hours(step) * facts.crewEurPerH[step]!, paid);
  }
}

function endTerms(context: BuildContext): void {
  const { facts, columns, native } = context;
  const last = facts.grid.count - 1;
  const values = endValues(facts);
  const metal = term(context, { id: "endMetal", sentence: "Metal left for the next day." })
    .plus(-values.metalCreditEurPerT, columns.metalT[last]!)
    .constant(values.metalCreditEurPerT * heldTonnes(facts, native));
  const perKwh = heatTonnes(facts) / heatKwhOf(facts);
  for (const { heatKwh } of columns.furnaces) metal.plus(-values.metalCreditEurPerT * perKwh, heatKwh[last]!);
  term(context, { id: "endBattery", sentence: "Charge left for the next day." })
    .plus(-values.storedCreditEurPerKwh, columns.socKwh[last]!)
    .constant(values.storedCreditEurPerKwh * native.socKwh[last]!);
}
