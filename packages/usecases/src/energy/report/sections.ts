import { type Block, type Column, type Formats, left, right, type Section } from "@qtwin/report";
import type { PlantDay } from "../../reporting.ts";
import type { AssetPrediction } from "./asset-predictions.ts";
import { knownSum, type PastSteps } from "./past-steps.ts";
import { type Phrases, phrases } from "./phrases.ts";
import type { DayCost, MonthBill } from "./running-costs.ts";
import { type Comparison, leastHours, perDay, type Verification } from "./verification.ts";

/** Everything the energy part of a report is made from. */
export interface EnergyReport {
  readonly days: readonly PlantDay[];
  readonly past: PastSteps;
  readonly months: readonly MonthBill[];
  readonly costs: readonly DayCost[];
  readonly verification: Verification;
  readonly predictions: readonly AssetPrediction[];
}

/** @param formats language, number and date forms of the reader */
export function energySections(report: EnergyReport, formats: Formats): readonly Section[] {
  const words = phrases[formats.locale];
  const of = { ...report, formats, words };
  return [
    { title: words.summary, blocks: summary(of) },
    { title: words.bill, blocks: bill(of) },
    { title: words.days, blocks: dayByDay(of) },
    { title: words.saving, blocks: saving(of) },
    ...(report.verification.proposed
      ? [{ title: words.proposed, blocks: proposed(of, report.verification.proposed) }]
      : []),
    { title: words.predictions, blocks: predictions(of) },
  ];
}

interface Worded extends EnergyReport {
  readonly formats: Formats;
  readonly words: Phrases;
}

const note = (text: string): Block => ({ kind: "note", text });
const text = (value: string): Block => ({ kind: "text", text: value });
const total = (costs: readonly DayCost[], of: (cost: DayCost) => number): number =>
  costs.reduce((sum, cost) => sum + of(cost), 0);

/** Energy per tonne over the quarter-hours in which both are known. */
function perTonne(kwh: readonly (number | null)[], tonnes: readonly (number | null)[]): number | null {
  const both = kwh.map((value, step) => value !== null && (tonnes[step] ?? null) !== null);
  const known = (values: readonly (number | null)[]): number =>
    knownSum(values.map((value, step) => (both[step] ? value : null))).sum;
  const poured = known(tonnes);
  return poured > 0 ? known(kwh) / poured : null;
}

function summary({ past, months, verification, formats, words }: Worded): readonly Block[] {
  const { number, eur, quantity } = formats;
  const { saving: found, adjusted, proposed: wouldHave } = verification;
  const billed = months.reduce((sum, { quarters }) => sum + quarters, 0);
  const imported = knownSum(past.importKwh);
  const peakKw = Math.max(0, ...past.importKwh.map((kwh) => (kwh ?? 0) * (60 / past.grid.stepMin)));
  const counted = words.partOfMonth(number(imported.count, 0), number(past.grid.count, 0));
  const billEur = months.reduce((sum, { bill: { totalEur } }) => sum + totalEur, 0);
  return [
    {
      kind: "figures",
      figures: [
        {
          label: words.bill,
          value: eur(billed > 0 ? billEur : null),
          note: words.partOfMonth(number(billed, 0), number(past.grid.count, 0)),
        },
        {
          label: adjusted ? words.adjustedSaving : words.savedByModel,
          value: eur(adjusted?.savingEur ?? found?.savingEur ?? null),
          note: adjusted
            ? words.plusMinus(eur(adjusted.uncertaintyEur))
            : found
              ? words.modelOnly
              : words.noSaving,
        },
        { label: words.avoidedPeak, value: number(found?.avoidedPeakKw ?? null, 0) },
        ...(wouldHave
          ? [{ label: words.proposed, value: eur(wouldHave.savingEur), note: words.savedByModel }]
          : []),
        { label: words.peak, value: number(imported.count > 0 ? peakKw : null, 0), note: counted },
        {
          label: words.bought,
          value: quantity(imported.count > 0 ? imported.sum / 1000 : null, "MWh", 1),
          note: counted,
        },
        { label: words.boughtPerTonne, value: number(perTonne(past.importKwh, past.pouredT), 0) },
        { label: words.meltingPerTonne, value: number(perTonne(past.meltKwh, past.pouredT), 0) },
      ],
    },
  ];
}

function bill({ days, past, months, formats, words }: Worded): readonly Block[] {
  const { number, eur, quantity, month } = formats;
  const count = past.grid.count;
  const unpriced = past.quarters.filter(
    (quarter, step) => !quarter && past.importKwh[step] !== null && past.pricesEurMwh[step] === null,
  ).length;
  const unmetered = past.quarters.filter((quarter) => !quarter).length - unpriced;
  const lines = months[0]?.bill.parts ?? [];
  const stepsOf = (fromMs: number): number => {
    const name = month(fromMs);
    const ofMonth = days.filter((day) => month(day.fromMs) === name);
    return ofMonth.reduce((sum, day) => sum + (day.untilMs - day.fromMs) / (past.grid.stepMin * 60_000), 0);
  };
  const money = (of: (found: MonthBill) => number): string[] =>
    months.map((found) => eur(found.quarters > 0 ? of(found) : null));
  return [
    unmetered + unpriced === 0
      ? text(words.allBilled(number(count, 0)))
      : note(words.unbilled(number(unmetered, 0), number(unpriced, 0), number(count, 0))),
    {
      kind: "table",
      table: {
        columns: [left(words.part), ...months.map(({ fromMs }) => right(month(fromMs)))],
        rows: [
          [
            words.known,
            ...months.map((found) =>
              words.partOfMonth(number(found.quarters, 0), number(stepsOf(found.fromMs), 0)),
            ),
          ],
          [
            words.bought,
            ...months.map((found) => number(found.quarters > 0 ? found.bill.importMwh : null, 3)),
          ],
          [words.peak, ...months.map((found) => number(found.quarters > 0 ? found.bill.chargedKw : null, 1))],
          ...lines.map(({ id, title }, index) => [
            words.parts[id] ?? title,
            ...money((found) => found.bill.parts[index]!.costEur),
          ]),
        ],
        total: [words.total, ...money((found) => found.bill.totalEur)],
      },
    },
    text(words.billRule),
    past.before.peakKw === undefined
      ? note(words.noCarriedPeak)
      : text(words.carriedPeak(quantity(past.before.peakKw, "kW", 1))),
    past.priceSources.length === 0
      ? note(words.noPrices)
      : text(words.priceSources(past.priceSources.join(", "))),
  ];
}

function dayByDay({ days, past, costs, formats, words }: Worded): readonly Block[] {
  const { number, eur, day } = formats;
  const imports = perDay(days, past, past.importKwh);
  const poured = perDay(days, past, past.pouredT);
  const melted = perDay(days, past, past.meltKwh);
  const rows = days.map((each, index) => {
    const cost = costs[index]!;
    const known = cost.quarters > 0;
    const bought = knownSum(imports[index]!);
    const tonnes = knownSum(poured[index]!);
    return [
      day(each.fromMs),
      number(bought.count > 0 ? bought.sum / 1000 : null, 2),
      number(known ? cost.peakKw : null, 0),
      ...[cost.energyEur, cost.gasEur, cost.demandEur, cost.totalEur, cost.demandToDateEur].map((value) =>
        eur(known ? value : null),
      ),
      number(tonnes.count > 0 ? tonnes.sum : null, 1),
      number(perTonne(imports[index]!, poured[index]!), 0),
      number(perTonne(melted[index]!, poured[index]!), 0),
      `${cost.quarters} / ${imports[index]!.length}`,
    ];
  });
  const heads = [
    words.bought,
    words.peak,
    words.energyAndLevies,
    words.gas,
    words.demandAdded,
    words.costOfDay,
    words.demandToDate,
    words.poured,
    words.boughtPerTonne,
    words.meltingPerTonne,
    words.known,
  ];
  const columns: readonly Column[] = [left(words.day), ...heads.map(right)];
  return [{ kind: "table", table: { columns, rows } }, text(words.dayRule)];
}

function comparisonBlocks(worded: Worded, found: Comparison, actual: string): readonly Block[] {
  const { days, formats, words } = worded;
  const { eur, number, day, shortDay } = formats;
  const at = days.flatMap((each, index) => (found.compared[index]! > 0 ? [{ each, index }] : []));
  const difference = (index: number): number =>
    found.otherwise[index]!.totalEur - found.actual[index]!.totalEur;
  return [
    {
      kind: "chart",
      chart: {
        title: words.costPerDay,
        unit: "EUR",
        labels: at.map(({ each }) => shortDay(each.fromMs)),
        series: [
          { title: words.baseline, values: at.map(({ index }) => found.otherwise[index]!.totalEur) },
          { title: actual, values: at.map(({ index }) => found.actual[index]!.totalEur) },
        ],
      },
    },
    {
      kind: "table",
      table: {
        columns: [
          left(words.day),
          ...[words.baseline, actual, words.savedByModel, words.avoidedPeak, words.compared].map(right),
        ],
        rows: at.map(({ each, index }) => [
          day(each.fromMs),
          eur(found.otherwise[index]!.totalEur),
          eur(found.actual[index]!.totalEur),
          eur(difference(index)),
          number(found.otherwise[index]!.peakKw - found.actual[index]!.peakKw, 0),
          number(found.compared[index]!, 0),
        ]),
        total: [
          words.total,
          eur(
            total(
              at.map(({ index }) => found.otherwise[index]!),
              ({ totalEur }) => totalEur,
            ),
          ),
          eur(
            total(
              at.map(({ index }) => found.actual[index]!),
              ({ totalEur }) => totalEur,
            ),
          ),
          eur(found.savingEur),
          number(found.avoidedPeakKw, 0),
          number(
            found.compared.reduce((sum, count) => sum + count, 0),
            0,
          ),
        ],
      },
    },
  ];
}

/** What Guideline 14 accepts of an hourly simulation. */
const accepted = { nmbe: 0.1, cvRmse: 0.3 };

function errorText({ verification, formats, words }: Worded): Block {
  const { error, untouchedHours } = verification;
  const { number } = formats;
  if (!error) return note(words.errorUnknown(number(untouchedHours, 0), number(leastHours, 0)));
  const within =
    error.nmbe !== null &&
    error.cvRmse !== null &&
    Math.abs(error.nmbe) <= accepted.nmbe &&
    error.cvRmse <= accepted.cvRmse;
  const sentence = words.errorKnown(
    number(error.count, 0),
    percent(error.nmbe, formats),
    percent(error.cvRmse, formats),
    formats.quantity(error.bias, "kW"),
    within ? words.within : words.notWithin,
  );
  return within ? text(sentence) : note(sentence);
}

const percent = (share: number | null, { quantity }: Formats): string =>
  quantity(share === null ? null : 100 * share, "%", 1);

function saving(worded: Worded): readonly Block[] {
  const { verification, formats, words } = worded;
  const { saving: found, adjusted } = verification;
  const { eur } = formats;
  return [
    errorText(worded),
    ...(found ? comparisonBlocks(worded, found, words.metered) : [note(words.noSaving)]),
    ...(found && adjusted
      ? [
          text(
            words.adjustedRule(eur(found.savingEur), eur(adjusted.savingEur), eur(adjusted.uncertaintyEur)),
          ),
        ]
      : []),
    text(words.savingRule),
  ];
}

const proposed = (worded: Worded, found: Comparison): readonly Block[] => [
  note(worded.words.proposedRule),
  ...comparisonBlocks(worded, found, worded.words.asProposed),
];

function predictions({ predictions: all, formats, words }: Worded): readonly Block[] {
  const { number } = formats;
  if (all.every(({ error }) => error === null)) return [note(words.noPredictions)];
  const heads = [words.hoursOrQuarters, words.meanMeasured, words.bias, "RMSE, kW", "NMBE", "CV(RMSE)"];
  return [
    {
      kind: "table",
      table: {
        columns: [left(words.asset), ...heads.map(right)],
        rows: all.map(({ asset, error }) => [
          asset,
          number(error?.count ?? null, 0),
          number(error?.mean ?? null, 1),
          number(error?.bias ?? null, 1),
          number(error?.rmse ?? null, 1),
          percent(error?.nmbe ?? null, formats),
          percent(error?.cvRmse ?? null, formats),
        ]),
      },
    },
    text(words.predictionRule),
  ];
}
