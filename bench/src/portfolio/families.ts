import type { ModelFormat } from "@qtwin/model";
import type { PublishedFacts } from "./published-facts.ts";

export const familyIds = ["jsp", "fjsp", "fjsp-sdst", "mmkp", "qap", "maxcut", "qubo", "mkp"] as const;
export type FamilyId = (typeof familyIds)[number];

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
