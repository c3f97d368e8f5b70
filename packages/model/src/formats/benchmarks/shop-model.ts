import { createModel, type ModelBuilder } from "../../builder.ts";
import type { ChoiceHandle } from "../../choice-handle.ts";
import type { Meaning, Model, VariableIndex } from "../../model.ts";
import type { IntervalSpec } from "../../structure-builder.ts";
import {
  jobCount,
  jobOfEach,
  machinesOf,
  operationCount,
  optionsOf,
  type Shop,
  setupBetween,
} from "./shop.ts";
import { type ShopBounds, shopBounds } from "./shop-bounds.ts";

const sentences = {
  order: "Each operation starts when the one before it in its job has ended.",
  done: "The makespan covers the end of each job.",
  machine: "A machine works on one operation at a time.",
  makespan: "Time until the last job is done.",
} as const;

export interface ShopNames {
  /** Of the model. */
  readonly name: string;
  readonly fileName: string;
}

/** Whether machines are chosen: then each operation has a choice, also where only one machine can do it. */
export type ShopKind = "job-shop" | "flexible";

interface Parts {
  readonly shop: Shop;
  readonly model: ModelBuilder;
  readonly bounds: ShopBounds;
  /** `[job,operation]`, both from 1, by operation. */
  readonly labels: readonly string[];
  readonly starts: readonly VariableIndex[];
  readonly choices: readonly ChoiceHandle[];
  readonly makespan: VariableIndex;
  readonly meaningOf: (rule: keyof typeof sentences, label: string, from?: string) => Meaning;
}

/**
 * A shop as a model: a start for each operation, whole, between its head and the horizon less its tail; in a flexible
 * shop also a choice `machine[job,operation]`, labelled with the file's numbers; the makespan to be minimised.
 */
export function shopModel(shop: Shop, kind: ShopKind, { name, fileName }: ShopNames): Model {
  const model = createModel({ name, sense: "minimize" });
  const bounds = shopBounds(shop);
  const labels = labelsOf(shop);
  const choices: ChoiceHandle[] = [];
  const starts = labels.map((label, operation) => {
    if (kind === "flexible") {
      const machines = optionsOf(shop, operation).map((option) => String(shop.machine[option]));
      choices.push(model.choice(`machine${label}`, machines));
    }
    const upper = bounds.horizon - bounds.tail[operation]!;
    return model.integer(`start${label}`, { lower: bounds.head[operation]!, upper });
  });
  const makespan = model.integer("makespan", { lower: bounds.shortest, upper: bounds.horizon });
  const meaningOf: Parts["meaningOf"] = (rule, label, from) => ({
    id: `${rule}${label}`,
    rule,
    sentence: sentences[rule],
    unit: "1",
    origin: from === undefined ? fileName : `${fileName}, ${from}`,
  });
  const parts = { shop, model, bounds, labels, starts, choices, makespan, meaningOf };
  addOrders(parts);
  for (const machine of machinesOf(shop)) addMachine(parts, machine);
  model.objective(meaningOf("makespan", "")).plus(1, makespan);
  return model.build();
}

function labelsOf(shop: Shop): string[] {
  const job = jobOfEach(shop);
  return Array.from(job, (each, operation) => `[${each + 1},${operation - shop.jobStart[each]! + 1}]`);
}

/** From each operation to the next of its job, and from the last one to the makespan. */
function addOrders(parts: Parts): void {
  const { shop, starts, labels, makespan, meaningOf } = parts;
  for (let job = 0; job < jobCount(shop); job++) {
    const from = `job ${job + 1}`;
    const last = shop.jobStart[job + 1]! - 1;
    for (let operation = shop.jobStart[job]!; operation < last; operation++)
      addOrder(parts, meaningOf("order", labels[operation + 1]!, from), operation, starts[operation + 1]!);
    addOrder(parts, meaningOf("done", `[${job + 1}]`, from), last, makespan);
  }
}

/** A precedence where the duration is the same on every machine, else a row that adds the duration on the chosen one. */
function addOrder(
  { shop, model, starts, choices }: Parts,
  meaning: Meaning,
  before: number,
  after: number,
): void {
  const options = optionsOf(shop, before);
  const durations = options.map((option) => shop.duration[option]!);
  if (durations.every((duration) => duration === durations[0])) {
    model.precedence(meaning, starts[before]!, after, durations[0]!);
    return;
  }
  const row = model.constraint(meaning).plus(1, after).plus(-1, starts[before]!);
  durations.forEach((duration, place) => {
    row.plus(-duration, choices[before]!.option(place));
  });
  row.atLeast(0);
}

function addMachine({ shop, model, bounds, starts, choices, meaningOf }: Parts, machine: number): void {
  const activities: IntervalSpec[] = [];
  const operations: number[] = [];
  for (let operation = 0; operation < operationCount(shop); operation++)
    optionsOf(shop, operation).forEach((option, place) => {
      if (shop.machine[option] !== machine) return;
      const present = choices[operation]?.option(place);
      const duration = shop.duration[option]!;
      activities.push({ start: starts[operation]!, duration, ...(present === undefined ? {} : { present }) });
      operations.push(operation);
    });
  const meaning = meaningOf("machine", `[${machine}]`);
  if (shop.setup) model.noOverlap(meaning, activities, setupRows(shop, machine, operations, bounds.horizon));
  else model.noOverlap(meaning, activities);
}

/** A pair that cannot occur gets more than the horizon, which is just as impossible, and a smaller number. */
function setupRows(
  shop: Shop,
  machine: number,
  operations: readonly number[],
  horizon: number,
): Float64Array[] {
  return operations.map((before) =>
    Float64Array.from(operations, (after) =>
      before === after ? 0 : Math.min(horizon + 1, setupBetween(shop, machine, before, after)),
    ),
  );
}
