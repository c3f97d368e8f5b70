import type { Random } from "@qtwin/core";
import type { Model } from "@qtwin/model";
import { anyPoint } from "./any-point.ts";
import { LoadProfile } from "./load-profile.ts";
import { type Mode, type Timetable, timetableOf, type Use } from "./timetable.ts";

/** Schedules that are tried until one keeps all latest starts; the later the attempt, the more does chance decide. */
const attempts = 20;

/**
 * Activities one after the other, each where it ends first and as early as what is placed already lets it; next the one
 * that can start first, among equals the one with the least latest start. Values for choices and starts; whatever else
 * there is stays at its bound nearest to 0. Null where there is nothing to schedule, precedences go in a circle, some
 * latest start was missed each time, or time is over.
 * Source: list scheduling with active schedules in the later attempts, Giffler and Thompson (Operations Research 8, 1960).
 */
export function scheduleStart(model: Model, random: Random, isOver: () => boolean): Float64Array | null {
  const timetable = timetableOf(model);
  if (timetable.resources.length === 0) return null;
  const settled = anyPoint(model);
  const { upper } = model.variables;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const spread = attempt / attempts;
    const urgency = upper.map((latest) => latest * (1 + spread * (random.next() - 0.5)));
    const values = new Placing(timetable, settled.slice(), urgency, attempt % 2 === 1).done(isOver);
    if (!values || [...timetable.modes.keys()].every((column) => values[column]! <= upper[column]!))
      return values;
  }
  return null;
}

/** Where and when an activity could be put. */
interface Place {
  readonly mode: Mode;
  readonly start: number;
  readonly end: number;
}

class Placing {
  private readonly timetable: Timetable;
  private readonly values: Float64Array;
  /** By start column; less is more urgent. */
  private readonly urgency: Float64Array;
  /** Whether urgency also decides among those that could start before any other ends. */
  private readonly active: boolean;
  private readonly waitsFor: Int32Array;
  private readonly earliest: Float64Array;
  /** The activity that was placed last on each resource, −1: none. */
  private readonly last: Int32Array;
  private readonly profiles: readonly LoadProfile[];
  /** Of what is ready, by start column; gone when something placed since may have changed it. */
  private readonly places = new Map<number, Place>();
  /** Where only cumulatives are used, no mode can start earlier than it could before: they only fill. */
  private readonly reached = new Map<Mode, number>();

  constructor(timetable: Timetable, values: Float64Array, urgency: Float64Array, active: boolean) {
    this.timetable = timetable;
    this.values = values;
    this.urgency = urgency;
    this.active = active;
    this.last = new Int32Array(timetable.resources.length).fill(-1);
    this.profiles = timetable.resources.map(() => new LoadProfile());
    this.earliest = values.slice();
    this.waitsFor = timetable.waitsFor.slice();
  }

  done(isOver: () => boolean): Float64Array | null {
    const { modes, arcs } = this.timetable;
    const ready = [...modes.keys()].filter((column) => this.waitsFor[column] === 0);
    let left = modes.size;
    for (; ready.length > 0; left--) {
      if (isOver()) return null;
      const { at, place } = this.next(ready);
      const column = ready.splice(at, 1)[0]!;
      this.put(column, place);
      for (const { after, lag } of arcs.get(column) ?? []) {
        this.earliest[after] = Math.max(this.earliest[after]!, place.start + lag(this.values));
        this.waitsFor[after]!--;
        if (this.waitsFor[after] === 0) ready.push(after);
      }
    }
    return left === 0 ? this.values : null;
  }

  private next(ready: readonly number[]): { at: number; place: Place } {
    const places = ready.map((column) => this.placeNow(column));
    const firstStart = places.reduce((least, { start }) => Math.min(least, start), Infinity);
    const firstEnd = places.reduce((least, { end }) => Math.min(least, end), Infinity);
    let best = -1;
    places.forEach(({ start }, at) => {
      if (start > firstStart && !(this.active && start < firstEnd)) return;
      if (best < 0 || this.urgency[ready[at]!]! < this.urgency[ready[best]!]!) best = at;
    });
    return { at: best, place: places[best]! };
  }

  private placeNow(column: number): Place {
    const known = this.places.get(column);
    if (known) return known;
    const place = this.bestPlace(column);
    this.places.set(column, place);
    return place;
  }

  private bestPlace(column: number): Place {
    let best: Place | null = null;
    for (const mode of this.timetable.modes.get(column)!) {
      const place = this.placeOf(column, mode);
      if (!best || place.end < best.end) best = place;
    }
    return best!;
  }

  private placeOf(column: number, mode: Mode): Place {
    const { resources } = this.timetable;
    let start = Math.max(this.earliest[column]!, this.reached.get(mode) ?? -Infinity);
    for (let before = Number.NaN; before !== start; ) {
      before = start;
      for (const use of mode.uses) start = Math.max(start, this.possibleOn(use, start));
    }
    if (mode.uses.every(({ resource }) => resources[resource]!.kind === "cumulative"))
      this.reached.set(mode, start);
    const duration = mode.uses.reduce(
      (longest, { resource, activity }) => Math.max(longest, resources[resource]!.duration[activity]!),
      0,
    );
    return { mode, start, end: start + duration };
  }

  /** A no-overlap is filled from left to right; in a cumulative it is where the demand fits. */
  private possibleOn({ resource, activity }: Use, from: number): number {
    const structure = this.timetable.resources[resource]!;
    if (structure.kind === "cumulative") {
      const { duration, demand, capacity } = structure;
      return this.profiles[resource]!.firstFit(from, duration[activity]!, demand[activity]!, capacity);
    }
    const last = this.last[resource]!;
    if (last < 0) return from;
    const { start, duration, setup } = structure;
    const pause = setup ? setup[last * start.length + activity]! : 0;
    return Math.max(from, this.values[start[last]!]! + duration[last]! + pause);
  }

  private put(column: number, { mode, start }: Place): void {
    this.values[column] = start;
    mode.settle(this.values);
    this.places.delete(column);
    for (const { resource, activity } of mode.uses) {
      const structure = this.timetable.resources[resource]!;
      const duration = structure.duration[activity]!;
      this.last[resource] = activity;
      if (structure.kind === "cumulative")
        this.profiles[resource]!.add(start, duration, structure.demand[activity]!);
      this.forget(resource, structure.kind === "cumulative" ? { start, end: start + duration } : null);
    }
  }

  /** Places on a resource are looked for anew, in a cumulative those only that the new load meets. */
  private forget(resource: number, load: Pick<Place, "start" | "end"> | null): void {
    for (const column of this.timetable.users[resource]!) {
      const place = this.places.get(column);
      if (place && (!load || (place.start < load.end && load.start <= place.end))) this.places.delete(column);
    }
  }
}
