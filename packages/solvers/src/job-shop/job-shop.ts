/**
 * A job shop in whole ticks. Operations are numbered 0 … operationCount − 1; the number `operationCount` stands for "none",
 * and every column has an entry for it (0), so that inner loops need no branches.
 */
export interface JobShop {
  readonly operationCount: number;
  readonly machineCount: number;
  /** Machine of each operation, −1: it needs none. */
  readonly machine: Int32Array;
  readonly duration: Int32Array;
  /** The operation before and the one after it in its job. */
  readonly jobBefore: Int32Array;
  readonly jobAfter: Int32Array;
  /** Earliest start, where the operations before it in the job do not imply it. */
  readonly release: Int32Array;
  /** Least time from its end to the end of the shop, where the operations after it in the job do not imply it. */
  readonly delivery: Int32Array;
  /** Operations that can be the last of the shop: the last of each job, and those with a delivery time. */
  readonly sinks: Int32Array;
}

/** One operation of a job, in the order of processing. */
export interface OperationSpec {
  /** −1: none. */
  readonly machine: number;
  readonly duration: number;
  readonly release?: number;
  readonly delivery?: number;
}

/** Numbers the operations of all jobs in order. */
export function createJobShop(jobs: readonly (readonly OperationSpec[])[]): JobShop {
  const operations = jobs.flat();
  const none = operations.length;
  const column = (): Int32Array => new Int32Array(none + 1);
  const [jobBefore, jobAfter] = [column().fill(none), column().fill(none)];
  let first = 0;
  for (const { length } of jobs) {
    for (let at = first + 1; at < first + length; at++) {
      jobBefore[at] = at - 1;
      jobAfter[at - 1] = at;
    }
    first += length;
  }
  const [machine, duration, release, delivery] = [column(), column(), column(), column()];
  operations.forEach((operation, at) => {
    machine[at] = operation.machine;
    duration[at] = operation.duration;
    release[at] = operation.release ?? 0;
    delivery[at] = operation.delivery ?? 0;
  });
  machine[none] = -1;
  const machineCount = operations.reduce((most, { machine }) => Math.max(most, machine + 1), 0);
  return {
    operationCount: none,
    machineCount,
    machine,
    duration,
    jobBefore,
    jobAfter,
    release,
    delivery,
    sinks: sinksOf(none, jobAfter, delivery),
  };
}

/** Operations that can be the last of the shop. */
export const sinksOf = (none: number, jobAfter: Int32Array, delivery: Int32Array): Int32Array =>
  Int32Array.from(Array(none).keys()).filter(
    (operation) => jobAfter[operation] === none || delivery[operation]! > 0,
  );

/** The operations of each machine. */
export function operationsByMachine({ operationCount, machineCount, machine }: JobShop): Int32Array[] {
  const lists: number[][] = Array.from({ length: machineCount }, () => []);
  for (let at = 0; at < operationCount; at++) lists[machine[at]!]?.push(at);
  return lists.map((list) => Int32Array.from(list));
}

/** Longest paths within the jobs: to the start of each operation, and from its start to the end. */
export function pathsOfJobs(shop: JobShop): { head: Int32Array; tail: Int32Array } {
  const { operationCount: none, duration, release, delivery, jobBefore, jobAfter } = shop;
  const head = new Int32Array(none + 1);
  const tail = new Int32Array(none + 1);
  for (let at = 0; at < none; at++) {
    const before = jobBefore[at]!;
    head[at] = Math.max(release[at]!, before === none ? 0 : head[before]! + duration[before]!);
  }
  for (let at = none - 1; at >= 0; at--)
    tail[at] = duration[at]! + Math.max(delivery[at]!, tail[jobAfter[at]!]!);
  return { head, tail };
}
