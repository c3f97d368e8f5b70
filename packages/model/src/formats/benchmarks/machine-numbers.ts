import type { NumberReader } from "./number-reader.ts";
import type { Shop } from "./shop.ts";

/** So that sums of times stay exact. */
const longestTime = 2 ** 31;
const mostMachines = 2 ** 20;

export const isTime = (value: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= longestTime;

/** A duration, whole. */
export const readDuration = (reader: NumberReader): number =>
  reader.whole(`a duration, a whole number from 0 to ${longestTime}`, 0, longestTime);

/** Number of machines, from the header. */
export const readMachineNumbers = (reader: NumberReader): MachineNumbers =>
  machineNumbers(reader.whole(`the number of machines, 1 to ${mostMachines}`, 1, mostMachines));

export interface MachineNumbers {
  /** Number of machines. */
  readonly count: number;
  /** The next word as the number of a machine. */
  read(reader: NumberReader): number;
}

/**
 * Files number their machines from 0 or from 1 and do not say which: both 0 and the largest number in one file are one
 * too many. Numbers stay as they are.
 */
function machineNumbers(count: number): MachineNumbers {
  let [hasZero, hasLast] = [false, false];
  return {
    count,
    read: (reader) => {
      const [least, most] = [hasLast ? 1 : 0, hasZero ? count - 1 : count];
      const machine = reader.whole(`the number of a machine, ${least} to ${most}`, least, most);
      hasZero ||= machine === 0;
      hasLast ||= machine === count;
      return machine;
    },
  };
}

/** The first number of a machine. */
export const firstMachine = ({ machine }: Shop): 0 | 1 => (machine.includes(0) ? 0 : 1);

/** The number of machines to write, so that the numbers fit. */
export const machinesFor = (shop: Shop): number =>
  shop.machine.reduce((most, machine) => Math.max(most, machine), 0) + (firstMachine(shop) === 0 ? 1 : 0);
