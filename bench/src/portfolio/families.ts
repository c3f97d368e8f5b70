import type { ModelFormat } from "@qtwin/model";

export const familyIds = ["jsp", "fjsp", "fjsp-sdst", "mmkp", "qap", "maxcut", "qubo", "mkp"] as const;
export type FamilyId = (typeof familyIds)[number];

/** Facts about one instance, as `best-known.json` has them. */
export interface PublishedFacts {
  /** Relative to the folder of the data set. */
  readonly file: string;
  /** Number of the problem in a file that holds several. */
  readonly problem?: number;
  readonly best: number | null;
  /** True: `best` is proven. */
  readonly optimal?: boolean | null;
  /** Published bounds; a data set has one of them or none. */
  readonly lower_bound?: number;
  readonly upper_bound?: number;
  readonly lp_bound?: number;
  /** What others reached in ten minutes. */
  readonly reference_10min?: Readonly<
    Record<string, { readonly ub: number | null; readonly lb: number | null }>
  >;
}

export interface Family {
  readonly id: FamilyId;
  readonly title: string;
  /** Data sets: folders with a `best-known.json`; those that are not there are left out. */
  readonly folders: readonly string[];
  readonly format: ModelFormat;
  /** Operations with starts and machines: plans whose stability can be measured. */
  readonly isSchedule: boolean;
  /** Key of the problem in its file, for files that hold several. */
  readonly keyOf?: (name: string, facts: PublishedFacts) => string | undefined;
}

export const families: Readonly<Record<FamilyId, Family>> = {
  jsp: { id: "jsp", title: "job shop", folders: ["jsp"], format: "jsp", isSchedule: true },
  fjsp: { id: "fjsp", title: "flexible job shop", folders: ["fjsp"], format: "fjsp", isSchedule: true },
  "fjsp-sdst": {
    id: "fjsp-sdst",
    title: "flexible job shop with setup times",
    folders: ["fjsp-sdst"],
    format: "fjsp-sdst",
    isSchedule: true,
  },
  mmkp: {
    id: "mmkp",
    title: "multiple-choice multidimensional knapsack",
    folders: ["mmkp"],
    format: "mmkp",
    isSchedule: false,
    keyOf: (_, { problem }) => (problem === undefined ? undefined : String(problem)),
  },
  qap: { id: "qap", title: "quadratic assignment", folders: ["qap"], format: "qaplib", isSchedule: false },
  maxcut: {
    id: "maxcut",
    title: "maximum cut",
    folders: ["maxcut-gset", "maxcut-rudy", "maxcut-ising"],
    format: "maxcut",
    isSchedule: false,
  },
  qubo: {
    id: "qubo",
    title: "quadratic unconstrained binary optimisation",
    folders: ["qubo-be", "qubo-beasley", "qubo-gka"],
    format: "qubo",
    isSchedule: false,
  },
  mkp: {
    id: "mkp",
    title: "multidimensional knapsack",
    folders: ["mkp"],
    format: "mkp",
    isSchedule: false,
    // The reader makes the same names from sizes and position.
    keyOf: (name) => name,
  },
};
