import type { Model } from "../../model.ts";
import type { NoOverlap } from "../../structures.ts";
import { indicesIn, notWritable, requireOwnForm, structuresOf } from "./own-form.ts";
import { impossibleSetup, operationCount, type Shop } from "./shop.ts";
import { type ShopKind, shopModel } from "./shop-model.ts";

/**
 * The shop a model was made of.
 * @param format for the error
 * @throws QT_MODEL_NOT_WRITABLE when it is not just what `shopModel` makes
 */
export function shopFromModel(model: Model, kind: ShopKind, format: string): Shop {
  const operations = operationsOf(model);
  const machines = structuresOf(model, "no-overlap");
  const [makespan] = model.objective.terms[0]?.column ?? [];
  if (operations.length === 0 || machines.length === 0 || makespan === undefined)
    throw notWritable(model, format, "it has no operations, no machines or no makespan.");
  const shop = shopOf(model, operations, machines);
  if (!shop) throw notWritable(model, format, "its starts, choices and machines do not fit together.");
  const setup = setupsOf(machines, shop, operations, model.variables.upper[makespan]!);
  const whole = { ...shop, setup };
  requireOwnForm(model, shopModel(whole, kind, { name: model.name, fileName: "" }), format);
  return whole;
}

interface Operation {
  readonly job: number;
  readonly start: number;
}

/** By the names of the starts. */
function operationsOf({ variables }: Model): readonly Operation[] {
  return variables.names.flatMap((name, start) => {
    const [job, ...rest] = indicesIn(name, "start") ?? [];
    return job === undefined || rest.length !== 1 ? [] : [{ job, start }];
  });
}

type Options = readonly { readonly machine: number; readonly duration: number }[];

function shopOf(model: Model, operations: readonly Operation[], machines: readonly NoOverlap[]): Shop | null {
  const jobs = Math.max(...operations.map(({ job }) => job));
  const perJob = new Int32Array(jobs + 1);
  for (const { job } of operations) perJob[job]!++;
  const options = optionsByStart(machines);
  const each = operations.map(({ start }): Options => ordered(model, start, options.get(start) ?? []));
  if (perJob.subarray(1).includes(0) || each.some((list) => list.length === 0)) return null;
  return {
    jobStart: sums(perJob.subarray(1)),
    optionStart: sums(each.map((list) => list.length)),
    machine: Int32Array.from(each.flat(), ({ machine }) => machine),
    duration: Float64Array.from(each.flat(), ({ duration }) => duration),
    setup: null,
  };
}

function sums(counts: ArrayLike<number>): Int32Array {
  const starts = new Int32Array(counts.length + 1);
  for (let at = 0; at < counts.length; at++) starts[at + 1] = starts[at]! + counts[at]!;
  return starts;
}

function optionsByStart(
  machines: readonly NoOverlap[],
): Map<number, { machine: number; duration: number; present: number }[]> {
  const byStart = new Map<number, { machine: number; duration: number; present: number }[]>();
  for (const { meaning, start, duration, present } of machines) {
    const [machine = -1] = indicesIn(meaning.id, "machine") ?? [];
    start.forEach((column, at) => {
      const list = byStart.get(column) ?? [];
      list.push({ machine, duration: duration[at]!, present: present[at]! });
      byStart.set(column, list);
    });
  }
  return byStart;
}

/** In the order of the choice that stands just before the start. */
function ordered(
  { variables }: Model,
  start: number,
  list: readonly { machine: number; duration: number; present: number }[],
): Options {
  const isFlexible = list.some(({ present }) => present >= 0);
  if (!isFlexible) return list;
  const first = start - list.length;
  return variables.choices.some((choice) => choice.first === first)
    ? [...list].sort((a, b) => a.present - b.present)
    : [];
}

/** Whole matrices, impossible where the model has no pair, or one that cannot be within the horizon. */
function setupsOf(
  machines: readonly NoOverlap[],
  shop: Shop,
  operations: readonly Operation[],
  horizon: number,
): Shop["setup"] {
  if (machines.every(({ setup }) => setup === null)) return null;
  const size = operationCount(shop);
  const operationOf = new Map(operations.map(({ start }, operation) => [start, operation]));
  return new Map(
    machines.map(({ meaning, start, setup }): [number, Float64Array] => {
      const matrix = new Float64Array(size * size).fill(impossibleSetup);
      const rows = Array.from(start, (column) => operationOf.get(column) ?? 0);
      rows.forEach((before, i) => {
        rows.forEach((after, j) => {
          const time = setup?.[i * rows.length + j] ?? 0;
          if (i !== j && time <= horizon) matrix[before * size + after] = time;
        });
      });
      return [indicesIn(meaning.id, "machine")?.[0] ?? -1, matrix];
    }),
  );
}
