import type { Neighbourhood } from "../landscape.ts";
import { choiceGroups } from "./choice-groups.ts";
import { conflict } from "./conflict.ts";
import { impact } from "./impact.ts";
import { randomWalk } from "./random-walk.ts";
import { relaxationInduced } from "./relaxation.ts";
import { resource } from "./resource.ts";
import { timeWindow } from "./time-window.ts";

/** All ways to choose a neighbourhood, one file each. */
export const neighbourhoods: readonly Neighbourhood[] = [
  timeWindow,
  resource,
  conflict,
  randomWalk,
  choiceGroups,
  relaxationInduced,
  impact,
];
