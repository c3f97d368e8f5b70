import { expect, test } from "vitest";
import type { FamilyId } from "./families.ts";
import { goalsOf, setOf } from "./sets.ts";

const expected: readonly (readonly [FamilyId, string, string])[] = [
  ["jsp", "la01", "la"],
  ["jsp", "abz5", "abz+orb"],
  ["jsp", "orb10", "abz+orb"],
  ["jsp", "ft06", "ft"],
  ["jsp", "ta01", "ta01-20"],
  ["jsp", "ta20", "ta01-20"],
  ["jsp", "ta21", "ta21-50"],
  ["jsp", "ta50", "ta21-50"],
  ["jsp", "ta51", "ta51-80"],
  ["jsp", "ta80", "ta51-80"],
  ["jsp", "swv01", "swv"],
  ["jsp", "yn1", "yn"],
  ["jsp", "bel00", "bel"],
  ["jsp", "7", "other"],
  ["fjsp", "brandimarte/mk01", "brandimarte"],
  ["fjsp", "hurink/edata/la01", "hurink-e"],
  ["fjsp", "hurink/rdata/la01", "hurink-r"],
  ["fjsp", "hurink/vdata/la01", "hurink-v"],
  ["fjsp", "dauzere/01a", "dauzere"],
  ["fjsp-sdst", "Fattahi_setup_01.fjs", "fattahi"],
  ["mmkp", "I13", "I"],
  ["mmkp", "TestSet1.5GP10IT5KP#2", "HiremathHill"],
  ["qap", "nug12", "nug"],
  ["qap", "tai12a", "tai-a"],
  ["qap", "tai15b", "tai-b"],
  ["qap", "tai256c", "tai-c"],
  ["qap", "lipa20a", "lipa-a"],
  ["qap", "wil50", "wil"],
  ["maxcut", "G1", "G1-21+43-54"],
  ["maxcut", "G21", "G1-21+43-54"],
  ["maxcut", "G22", "G-larger"],
  ["maxcut", "G42", "G-larger"],
  ["maxcut", "G43", "G1-21+43-54"],
  ["maxcut", "G54", "G1-21+43-54"],
  ["maxcut", "G55", "G-larger"],
  ["maxcut", "G100", "G-larger"],
  ["maxcut", "g05_60.0", "g05"],
  ["maxcut", "pm1d_80.5", "pm1d"],
  ["maxcut", "pw09_100.4", "pw09"],
  ["maxcut", "ising2.5-100_5555", "ising2.5"],
  ["maxcut", "t3g7_7777", "t3g"],
  ["qubo", "bqp50-1", "bqp-500"],
  ["qubo", "bqp500-10", "bqp-500"],
  ["qubo", "bqp1000-2", "bqp-1000"],
  ["qubo", "bqp2500-2", "bqp-1000"],
  ["qubo", "gka10d", "gka"],
  ["qubo", "be120.3.1", "be"],
  ["mkp", "10.500-29", "10.500"],
];

test.each(expected)("%s: %s counts in %s", (family, instance, set) => {
  expect(setOf(family, instance)).toBe(set);
});

test("goals belong to sets", () => {
  expect(goalsOf("jsp", "la")).toEqual([
    { atS: 10, pct: 0.3, to: "best" },
    { atS: 60, pct: 0.1, to: "best" },
  ]);
  expect(goalsOf("mmkp", "I").map(({ to }) => to)).toEqual(["bound", "bound"]);
  expect(goalsOf("jsp", "swv")).toEqual([]);
});
