import type { ShopSpec } from "./any-shop.ts";

interface Placed {
  readonly machine: number;
  readonly start: number;
  readonly end: number;
  readonly place: number;
}

/**
 * Least makespan plus tardiness of a small shop, by trying all options and all orders, each operation at the first whole
 * moment that breaks nothing, or the first after a downtime; null when every schedule breaks a deadline or the horizon. It is the plain reference.
 */
export function bestSchedule(spec: ShopSpec): number | null {
  let best: number | null = null;
  const jobs = spec.jobs.map((job) => job.length);
  const first = jobs.map((_, job) => jobs.slice(0, job).reduce((sum, each) => sum + each, 0));
  const extend = (placed: readonly Placed[], done: readonly number[], ready: readonly number[]): void => {
    if (done.every((count, job) => count === jobs[job])) {
      const late = spec.due.map(
        ({ time, price }, job) => price * Math.max(0, (ready[job] ?? -Infinity) - time),
      );
      const counted = ready.filter((_, job) => spec.counted[job]);
      const cost = Math.max(spec.least, ...counted) + late.reduce((sum, each) => sum + each, 0);
      if (best === null || cost < best) best = cost;
      return;
    }
    done.forEach((count, job) => {
      if (count === jobs[job]) return;
      const { options, release, deadline } = spec.jobs[job]![count]!;
      const place = first[job]! + count;
      for (const { machine, duration, lag } of options) {
        const soonest = Math.max(release, ready[job]!);
        const breaks = spec.downtimes.filter((each) => each.machine === machine && each.start > soonest);
        for (const from of [soonest, ...breaks.map((each) => each.start + each.duration)]) {
          let start = from;
          while (
            start <= spec.horizon &&
            !fits(spec, placed, { machine, start, end: start + duration, place })
          )
            start++;
          const end = start + duration;
          if (end > deadline || end > spec.horizon) continue;
          const more = { machine, start, end, place };
          extend(
            [...placed, more],
            done.map((each, at) => (at === job ? each + 1 : each)),
            ready.map((each, at) => (at === job ? start + lag : each)),
          );
        }
      }
    });
  };
  extend(
    [],
    jobs.map(() => 0),
    jobs.map(() => -Infinity),
  );
  return best;
}

/** After all that is placed on its machine, with its setup unless a downtime lies between, and outside of downtimes. */
function fits(spec: ShopSpec, placed: readonly Placed[], next: Placed): boolean {
  const last = placed.filter(({ machine }) => machine === next.machine).at(-1);
  const breaks = spec.downtimes.filter(({ machine }) => machine === next.machine);
  if (breaks.some(({ start, duration }) => next.start < start + duration && start < next.end)) return false;
  // Nothing without duration may lie inside a downtime either.
  if (breaks.some(({ start, duration }) => start < next.start && next.start < start + duration)) return false;
  const pause = breaks.find(
    ({ start, duration }) => start + duration <= next.start && (!last || start >= last.end),
  );
  if (pause) {
    const restart = spec.setup ? spec.restart[next.place]! : 0;
    return next.start >= pause.start + pause.duration + restart;
  }
  return !last || next.start >= last.end + (spec.setup?.[next.machine]?.[last.place]?.[next.place] ?? 0);
}
