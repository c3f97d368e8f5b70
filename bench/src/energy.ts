import { dayMs, instantOfLocal } from "@qtwin/core";
import {
  type Bill,
  type BlockRecord,
  billBlock,
  type ControllerId,
  createFoundry,
  type DemandTargets,
  type DemandVariant,
  demandRateEurPerKw,
  endStateCost,
  type FoundryOptions,
  findDemandTarget,
  historyMeans,
  loadMarket,
  type Market,
  meanEnergyEurMwh,
} from "@qtwin/foundry";
import plantJson from "@qtwin/foundry/plant.json" with { type: "json" };
import tariffJson from "@qtwin/foundry/tariff.json" with { type: "json" };
import { closeSolverWorkers } from "@qtwin/solvers";
import { type EnergyParameters, energy } from "@qtwin/usecases/energy";
import { type PlanNote, runClosedLoop } from "./energy/closed-loop.ts";
import { type Foresight, perfectForesight } from "./energy/foresight.ts";

const timeZone = plantJson.timeZone;

export interface EnergyBenchOptions {
  /** Folder of the public data sets. */
  readonly dataDir: string;
  /** ENTSO-E bidding zone. */
  readonly zone: string;
  /** Local date, for example `2023-05-08`. */
  readonly fromDate: string;
  readonly days: number;
  readonly tariff: DemandVariant;
  readonly pricesFile?: string;
  readonly seed: number;
  /** Relative gap at which a plan is taken; default 0.01. */
  readonly gapLimit?: number;
  /** Most wall time for one plan; default 10 s. */
  readonly timeLimitMs?: number;
  /** Whether to plan the block on what really came, for the regret; default true. */
  readonly foresight?: boolean;
  /** Largest share by which the plant differs from its description, for all controllers alike; default: not at all. */
  readonly mismatch?: number;
  /** Days before the block in which the demand targets are found; default 28. */
  readonly targetDays?: number;
  /** Leaves Qtwin out: bills of the native controllers alone; default false. */
  readonly nativeOnly?: boolean;
  /** What becomes of the market that is read, for example other prices. */
  readonly changeMarket?: (market: Market) => Market;
  readonly onProgress?: (line: string) => void;
}

export interface EnergyBenchRow {
  /** `foresight`: the best plan if all had been known, not simulated. */
  readonly controller: ControllerId | "qtwin" | "foresight";
  /** Bill of the block with end states brought up to B1's. */
  readonly billEur: number;
  readonly savingOnB0Pct: number;
  readonly savingOnB1Pct: number;
  readonly savingOnB2Pct: number;
  /** Above the proven bound with perfect foresight; null: that was not asked for, or has no bound. */
  readonly regretPct: number | null;
  readonly peakKw: number;
  readonly windowPeakKw: number;
  readonly tonnes: Readonly<Record<string, number>>;
  readonly pourWaitMin: number;
  /** Of the simulated plant at 1 s; null for what was only planned. */
  readonly violations: BlockRecord["violations"] | null;
  readonly metered: MeteredBlock | null;
}

/** What only a simulated block has. */
export interface MeteredBlock {
  readonly importMwh: number;
  readonly heats: number;
  readonly lateHeats: number;
  readonly endStateEur: number;
  readonly parts: Readonly<Record<string, number>>;
}

export interface EnergyBench {
  readonly zone: string;
  readonly fromDate: string;
  readonly days: number;
  readonly tariff: DemandVariant;
  readonly seed: number;
  readonly mismatch: number;
  readonly priceSource: string;
  readonly demandTargetKw: number;
  /** Whether B1's target lies inside what was searched; else a lower one might do, or none does. */
  readonly demandTargetEdge: DemandTargets["edge"];
  readonly rows: readonly EnergyBenchRow[];
  /** Whether the block counts: equal tonnes, no late heat, no pour that waits. */
  readonly counts: boolean;
  /** What the plans predicted by lever, EUR, summed over the plans that began a day. */
  readonly levers: Readonly<Record<string, number>>;
  readonly plans: {
    readonly count: number;
    readonly missed: number;
    readonly meanSeconds: number;
    readonly maxSeconds: number;
    readonly meanGapPct: number;
    readonly maxGapPct: number;
    readonly commandsRefused: number;
  };
  readonly foresight: Foresight | null;
  readonly seconds: number;
}

interface Block {
  readonly options: EnergyBenchOptions;
  readonly market: Market;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * The same simulated plant, seed, orders and disturbances once per controller, billed by its main meter
 * (foundry rules, section 2).
 */
export async function runEnergyBench(options: EnergyBenchOptions): Promise<EnergyBench> {
  const beganMs = performance.now();
  const block = openBlock(options);
  const say = options.onProgress ?? (() => undefined);
  say(`demand targets from the ${options.targetDays ?? 28} days before`);
  const b1Target = findDemandTarget({ ...searchOf(block), controller: "b1" });
  const b2Target =
    options.tariff === "window" ? findDemandTarget({ ...searchOf(block), controller: "b2" }) : b1Target;
  const records = new Map<Simulated, BlockRecord>();
  for (const controller of ["b0", "b1", "b2"] as const) {
    const targets = controller === "b2" ? b2Target : b1Target;
    say(`${controller}: target ${targets.demandTargetKw} kW`);
    records.set(controller, runNative(block, foundryOptions(block, controller, targets)));
  }
  const notes: PlanNote[] = [];
  // The plant's own demand controller is set as a well-run plant with this contract has it: what it sheds nobody can plan.
  if (!options.nativeOnly)
    records.set("qtwin", await runQtwin(block, foundryOptions(block, "b1", b2Target), notes));
  const bills = billsOf(block, records);
  const foresight =
    options.foresight === false ? null : await foresee(block, foundryOptions(block, "b1", b1Target), bills);
  await closeSolverWorkers();
  const rows = rowsOf(records, bills, foresight);
  return {
    zone: options.zone,
    fromDate: options.fromDate,
    days: options.days,
    tariff: options.tariff,
    seed: options.seed,
    mismatch: options.mismatch ?? 0,
    priceSource: block.market.priceSource,
    demandTargetKw: b1Target.demandTargetKw,
    demandTargetEdge: b1Target.edge,
    rows,
    counts: blockCounts(rows),
    levers: leversOf(notes),
    plans: plansOf(notes),
    foresight,
    seconds: (performance.now() - beganMs) / 1000,
  };
}

function openBlock(options: EnergyBenchOptions): Block {
  const [year, month, day] = options.fromDate.split("-").map(Number);
  const startMs = instantOfLocal(timeZone, year!, month!, day!);
  const endMs = instantOfLocal(timeZone, year!, month!, day! + options.days);
  const market = loadMarket({
    dataDir: options.dataDir,
    zone: options.zone,
    ...(options.pricesFile === undefined ? {} : { pricesFile: options.pricesFile }),
    startMs: startMs - 29 * dayMs,
    days: options.days + 35,
    seed: options.seed,
  });
  return { options, market: options.changeMarket?.(market) ?? market, startMs, endMs };
}

const searchOf = ({ options, market, startMs }: Block) =>
  ({
    tariff: options.tariff === "window" ? "window" : "annual",
    market,
    seed: options.seed,
    startMs,
    ...(options.targetDays === undefined ? {} : { days: options.targetDays }),
    ...mismatchOf(options),
  }) as const;

const mismatchOf = ({ mismatch }: EnergyBenchOptions): Pick<FoundryOptions, "mismatch"> =>
  mismatch === undefined || mismatch === 0 ? {} : { mismatch: { share: mismatch } };

function foundryOptions(
  { options, market, startMs }: Block,
  controller: ControllerId,
  targets: { readonly demandTargetKw: number; readonly windowTargetKw: number },
): FoundryOptions {
  return {
    startMs,
    seed: options.seed,
    controller,
    market,
    tariff: options.tariff === "window" ? "window" : "annual",
    demandTargetKw: targets.demandTargetKw,
    windowTargetKw: targets.windowTargetKw,
    ...mismatchOf(options),
  };
}

function runNative({ startMs, endMs }: Block, options: FoundryOptions): BlockRecord {
  const foundry = createFoundry(options);
  foundry.step((endMs - startMs) / 1000 + 1);
  return foundry.meter();
}

async function runQtwin(block: Block, plant: FoundryOptions, notes: PlanNote[]): Promise<BlockRecord> {
  const { options, startMs, endMs } = block;
  const say = options.onProgress ?? (() => undefined);
  say("history of 28 days");
  const past = historyMeans(plant);
  const foundry = createFoundry(plant);
  const onPlan = (note: PlanNote): void => {
    notes.push(note);
    const day = Math.floor((note.atMs - startMs) / dayMs) + 1;
    const gap = note.gap === null ? "-" : `${(note.gap * 100).toFixed(2)} %`;
    say(
      `qtwin: day ${day} of ${options.days}, ${new Date(note.atMs).toISOString().slice(0, 16)}Z ${note.trigger}: ` +
        `${note.status} in ${note.seconds.toFixed(1)} s, gap ${gap}, ${note.predictedSavingEur.toFixed(0)} EUR predicted` +
        (note.waitMin > 0 ? `, line waited ${note.waitMin.toFixed(0)} min so far` : "") +
        (note.refused > 0 ? `, ${note.refused} commands refused before` : ""),
    );
  };
  await runClosedLoop({
    foundry,
    past,
    untilMs: endMs,
    parametersFor: parametersOf(options),
    timeZone,
    gapLimit: options.gapLimit ?? 0.01,
    timeLimitMs: options.timeLimitMs ?? 10_000,
    seed: options.seed,
    onPlan,
  });
  foundry.step(1);
  return foundry.meter();
}

/** The site's parameters by horizon; each is read once. */
function parametersOf({ tariff }: EnergyBenchOptions): (horizonH: number) => EnergyParameters {
  const known = new Map<number, EnergyParameters>();
  const shared = { timeZone, plant: plantJson, tariff: tariffJson, demand: tariff };
  return (horizonH) => {
    const parameters = known.get(horizonH) ?? energy.parameters.parse({ ...shared, horizonH });
    known.set(horizonH, parameters);
    return parameters;
  };
}

type Simulated = ControllerId | "qtwin";

interface BilledBlock {
  readonly bill: Bill;
  readonly endStateEur: number;
  readonly billEur: number;
}

function billsOf(
  { options, market }: Block,
  records: ReadonlyMap<Simulated, BlockRecord>,
): ReadonlyMap<Simulated, BilledBlock> {
  const reference = records.get("b1")!;
  return new Map(
    [...records].map(([controller, record]) => {
      const bill = billBlock(record, { variant: options.tariff, priceEurMwh: market.priceEurMwh });
      const endStateEur = endStateCost(record.endState, reference.endState, meanEnergyEurMwh(bill)).totalEur;
      return [controller, { bill, endStateEur, billEur: bill.totalEur + endStateEur }];
    }),
  );
}

function foresee(
  { options, startMs }: Block,
  native: FoundryOptions,
  bills: ReadonlyMap<Simulated, BilledBlock>,
): Promise<Foresight> {
  const { billEur, bill } = bills.get("b1")!;
  const [year, month, day] = options.fromDate.split("-").map(Number);
  const midnightsMs = Array.from({ length: options.days + 1 }, (_, offset) =>
    offset === 0 ? startMs : instantOfLocal(timeZone, year!, month!, day! + offset),
  );
  return perfectForesight({
    native,
    midnightsMs,
    parametersFor: parametersOf(options),
    tariff: options.tariff,
    rateEurPerKw: demandRateEurPerKw(options.tariff),
    reference: { billEur, peakKw: bill.peakKw, chargedKw: bill.chargedKw },
    seed: options.seed,
    timeLimitMs: options.timeLimitMs ?? 10_000,
    onProgress: options.onProgress ?? (() => undefined),
  });
}

function rowsOf(
  records: ReadonlyMap<Simulated, BlockRecord>,
  bills: ReadonlyMap<Simulated, BilledBlock>,
  foresight: Foresight | null,
): EnergyBenchRow[] {
  const savingPct = (billEur: number, on: ControllerId): number => {
    const otherEur = bills.get(on)!.billEur;
    return (100 * (otherEur - billEur)) / otherEur;
  };
  const money = (billEur: number) => ({
    billEur,
    savingOnB0Pct: savingPct(billEur, "b0"),
    savingOnB1Pct: savingPct(billEur, "b1"),
    savingOnB2Pct: savingPct(billEur, "b2"),
    regretPct:
      foresight?.boundEur === undefined || !Number.isFinite(foresight.boundEur)
        ? null
        : (100 * (billEur - foresight.boundEur)) / foresight.boundEur,
  });
  const simulated = [...records].map(([controller, record]): EnergyBenchRow => {
    const { bill, billEur, endStateEur } = bills.get(controller)!;
    return {
      controller,
      ...money(billEur),
      peakKw: bill.peakKw,
      windowPeakKw: bill.windowPeakKw,
      tonnes: record.tappedT,
      pourWaitMin: record.pourWaitMin,
      violations: record.violations,
      metered: {
        importMwh: bill.importMwh,
        heats: record.heats,
        lateHeats: record.lateHeats,
        endStateEur,
        parts: Object.fromEntries(bill.parts.map(({ id, costEur }) => [id, costEur])),
      },
    };
  });
  if (!foresight) return simulated;
  const { billEur, peakKw, windowPeakKw, tonnes, pourWaitMin } = foresight;
  const planned = { peakKw, windowPeakKw, tonnes: { planned: tonnes }, pourWaitMin };
  return [
    ...simulated,
    { controller: "foresight", ...money(billEur), ...planned, violations: null, metered: null },
  ];
}

/** Equal tonnes per alloy, no late heat, no pour that waits (B0 is shown, not counted). */
function blockCounts(rows: readonly EnergyBenchRow[]): boolean {
  const counted = rows.filter(({ controller, metered }) => controller !== "b0" && metered !== null);
  const tonnes = new Set(counted.map((row) => JSON.stringify(Object.entries(row.tonnes).sort())));
  return (
    tonnes.size === 1 &&
    counted.every(({ pourWaitMin, metered }) => pourWaitMin === 0 && metered!.lateHeats === 0)
  );
}

function leversOf(notes: readonly PlanNote[]): Record<string, number> {
  const sums: Record<string, number> = {};
  const seen = new Set<string>();
  for (const { atMs, levers } of notes) {
    const day = new Date(atMs + 2 * 3_600_000).toISOString().slice(0, 10);
    if (seen.has(day)) continue;
    seen.add(day);
    for (const [id, savingEur] of Object.entries(levers)) sums[id] = (sums[id] ?? 0) + savingEur;
  }
  return sums;
}

function plansOf(notes: readonly PlanNote[]): EnergyBench["plans"] {
  const made = notes.filter(({ gap }) => gap !== null);
  const mean = (of: (note: PlanNote) => number): number =>
    made.reduce((sum, note) => sum + of(note), 0) / Math.max(1, made.length);
  return {
    count: made.length,
    missed: notes.length - made.length,
    meanSeconds: mean(({ seconds }) => seconds),
    maxSeconds: Math.max(0, ...made.map(({ seconds }) => seconds)),
    meanGapPct: 100 * mean(({ gap }) => gap!),
    maxGapPct: 100 * Math.max(0, ...made.map(({ gap }) => gap!)),
    commandsRefused: notes.reduce((sum, { refused }) => sum + refused, 0),
  };
}
