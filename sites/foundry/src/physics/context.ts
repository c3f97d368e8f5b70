import type { Market } from "../market/market.ts";
import type { ControllerId, FoundryEvent } from "../plant-model.ts";
import type { DayPlan, Phase } from "./calendar.ts";
import type { Mismatch, TrueFactors } from "./mismatch.ts";
import type { FoundryState } from "./state.ts";

/** What the parts of the plant share. Besides `state`, all of it follows from options and time. */
export interface Context {
  readonly state: FoundryState;
  readonly seed: number;
  readonly controller: ControllerId;
  readonly market: Market;
  /** B2 keeps a second target in the peak windows. */
  readonly usesWindowTarget: boolean;
  readonly emit: (event: Omit<FoundryEvent, "atMs">) => void;
  /** Null: the plant is as described. */
  readonly mismatch: Mismatch | null;
  /** True over described values; renewed each minute. */
  readonly factors: TrueFactors;
  /** Renewed each minute. */
  readonly input: MinuteInput;
}

/** Surroundings that change slowly; renewed at each full minute. */
export interface MinuteInput {
  day: DayPlan;
  phase: Phase;
  /** Pouring by calendar now. */
  linePours: boolean;
  crew: boolean;
  /** 05:30–22:30 on work days: comfort band and ventilation. */
  comfort: boolean;
  preheat: boolean;
  inWindow: boolean;
  outdoorC: number;
  pvKw: number;
  baseKw: number;
  baseTanPhi: number;
  /** Air demand at reference pressure without leaks and peaks. */
  airM3min: number;
  /** B2: one of today's dear hours. */
  dear: boolean;
}
