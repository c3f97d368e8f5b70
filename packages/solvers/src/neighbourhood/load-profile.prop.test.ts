import * as fc from "fast-check";
import { expect, test } from "vitest";
import { LoadProfile } from "./load-profile.ts";

const whole = (min: number, max: number) => fc.integer({ min, max });
const loads = fc.array(fc.record({ start: whole(0, 12), duration: whole(0, 5), demand: whole(0, 3) }));
const wanted = fc.record({ from: whole(0, 20), duration: whole(0, 5), demand: whole(0, 4) });

test("the first fit is the first moment that keeps the capacity, looked at one by one", () => {
  fc.assert(
    fc.property(loads, wanted, whole(0, 6), (taken, { from, duration, demand }, capacity) => {
      const profile = new LoadProfile();
      for (const each of taken) profile.add(each.start, each.duration, each.demand);
      const loadAt = (moment: number): number =>
        taken
          .filter((each) => each.start <= moment && moment < each.start + each.duration)
          .reduce((sum, each) => sum + each.demand, 0);
      const fits = (start: number): boolean =>
        Array.from({ length: Math.max(1, duration) }, (_, at) => start + at).every(
          (moment) => loadAt(moment) + demand <= capacity,
        );
      let first = from;
      while (first < 40 && !fits(first)) first++;
      expect(profile.firstFit(from, duration, demand, capacity)).toBe(first < 40 ? first : from);
    }),
    { numRuns: 500 },
  );
});
