/**
 * A job shop, flexible or not. Operations are numbered through all jobs in order; job j has the operations jobStart[j] …
 * jobStart[j+1]−1, and operation o the options optionStart[o] … optionStart[o+1]−1, each a machine and a duration.
 */
export interface Shop {
  readonly jobStart: Int32Array;
  readonly optionStart: Int32Array;
  /** As the file numbers it. */
  readonly machine: Int32Array;
  /** Whole numbers. */
  readonly duration: Float64Array;
  /** By machine: times from the end of one operation to the start of the next, row by row; null: none. */
  readonly setup: ReadonlyMap<number, Float64Array> | null;
}

/** Setup time of pairs that can never be neighbours. */
export const impossibleSetup = 1_000_000;

export const jobCount = ({ jobStart }: Shop): number => jobStart.length - 1;
export const operationCount = ({ optionStart }: Shop): number => optionStart.length - 1;

/** Job of each operation. */
export function jobOfEach(shop: Shop): Int32Array {
  const job = new Int32Array(operationCount(shop));
  for (let each = 0; each < jobCount(shop); each++)
    job.fill(each, shop.jobStart[each], shop.jobStart[each + 1]);
  return job;
}

/** The machines that occur, ascending. */
export const machinesOf = ({ machine }: Shop): readonly number[] =>
  Array.from(new Set(machine)).sort((a, b) => a - b);

/** Least duration of each operation over its options. */
export function leastDurations(shop: Shop): Float64Array {
  const least = new Float64Array(operationCount(shop));
  for (let operation = 0; operation < least.length; operation++)
    least[operation] = Math.min(...optionsOf(shop, operation).map((option) => shop.duration[option]!));
  return least;
}

export const optionsOf = ({ optionStart }: Shop, operation: number): number[] => {
  const options: number[] = [];
  for (let option = optionStart[operation]!; option < optionStart[operation + 1]!; option++)
    options.push(option);
  return options;
};

export function setupBetween(
  { setup, optionStart }: Shop,
  machine: number,
  before: number,
  after: number,
): number {
  return setup?.get(machine)?.[before * (optionStart.length - 1) + after] ?? 0;
}
