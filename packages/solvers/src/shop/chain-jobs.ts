import type { ShopParts } from "./build-shop.ts";
import type { Relation } from "./relations.ts";

/** Operations numbered through all jobs in order. */
export interface JobChains {
  readonly jobStart: Int32Array;
  readonly jobOf: Int32Array;
  readonly startColumn: Int32Array;
  /** Relations from each operation to the next of its job. */
  readonly next: readonly (readonly Relation[])[];
}

/** Jobs in order of the first start column of each; every operation has at most one before it and one after it. */
export function chainJobs({ model, relations, operations }: ShopParts, reasons: string[]): JobChains {
  const { names } = model.variables;
  const after = new Map<number, number>();
  const before = new Map<number, number>();
  const between = new Map<number, Relation[]>();
  for (const relation of relations) {
    if (!operations.has(relation.before) || !operations.has(relation.after)) continue;
    if (relation.price !== null) reasons.push(`'${relation.id}' is a soft order of two operations.`);
    const known = after.get(relation.before);
    if (known !== undefined && known !== relation.after)
      reasons.push(`'${names[relation.before]}' comes directly before two operations.`);
    const first = before.get(relation.after);
    if (first !== undefined && first !== relation.before)
      reasons.push(`'${names[relation.after]}' comes directly after two operations.`);
    after.set(relation.before, relation.after);
    before.set(relation.after, relation.before);
    between.set(relation.before, [...(between.get(relation.before) ?? []), relation]);
  }
  const columns = [...operations.keys()].sort((a, b) => a - b);
  const jobs: number[][] = [];
  for (const first of columns) {
    if (before.has(first)) continue;
    const job: number[] = [];
    for (let at: number | undefined = first; at !== undefined; at = after.get(at)) {
      job.push(at);
      if (job.length > columns.length) break;
    }
    jobs.push(job);
  }
  const ordered = jobs.flat();
  if (reasons.length === 0 && ordered.length !== columns.length)
    reasons.push("Its orders go round in a circle.");
  const jobStart = new Int32Array(jobs.length + 1);
  jobs.forEach((job, at) => {
    jobStart[at + 1] = jobStart[at]! + job.length;
  });
  return {
    jobStart,
    jobOf: Int32Array.from(jobs.flatMap((job, at) => job.map(() => at))),
    startColumn: Int32Array.from(ordered),
    next: ordered.map((column) => between.get(column) ?? []),
  };
}
