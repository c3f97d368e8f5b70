import type { ShopProblem } from "../shop/problem.ts";

/** Setup times of all machines in one array, by options. */
export class SetupTimes {
  private readonly times: Float64Array;
  /** By option: where its row stands, and its column; a machine without setups shares one zero. */
  private readonly row: Int32Array;
  private readonly column: Int32Array;

  constructor({ machines, machine, place }: ShopProblem) {
    const from: number[] = [];
    let length = 1;
    for (const { setup } of machines) {
      from.push(setup ? length : 0);
      length += setup?.length ?? 0;
    }
    this.times = new Float64Array(length);
    machines.forEach(({ setup }, of) => {
      if (setup) this.times.set(setup, from[of]);
    });
    const isFree = (option: number): boolean => machines[machine[option]!]!.setup === null;
    this.row = machine.map((of, option) =>
      isFree(option) ? 0 : from[of]! + place[option]! * machines[of]!.places,
    );
    this.column = place.map((each, option) => (isFree(option) ? 0 : each));
  }

  /** Time from the end of one option to the start of another of the same machine, its next neighbour. */
  between(before: number, after: number): number {
    return this.times[this.row[before]! + this.column[after]!]!;
  }
}
