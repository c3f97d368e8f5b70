import { expect, test } from "vitest";
import { batteryPoint } from "../testing/points.ts";
import { testDecision, testProposal, testSlot } from "../testing/proposals.ts";
import { follows } from "./follows.ts";
import { refusalsToWrite, type WriteFacts } from "./may-write.ts";

const proposal = testProposal({
  preconditions: [
    {
      id: "soc",
      asset: "battery",
      sentence: "The battery is not empty.",
      pointId: "battery.socPct",
      check: { kind: "between", min: 10, max: 90 },
    },
  ],
});
const facts: WriteFacts = {
  nowMs: 1000,
  proposal,
  decision: testDecision(proposal),
  writePoint: batteryPoint,
  assetMode: "supervised",
  overridden: false,
  plantMode: "remote",
  readings: new Map([["battery.socPct", { value: 50, ageMs: 1 }]]),
  sentLastHour: 0,
};
const codes = (parts: Partial<WriteFacts>, slot = testSlot(0, 50)) =>
  refusalsToWrite(slot, { ...facts, ...parts }).map((item) => item.code);

test("what was approved, in its time, on an asset in remote, may be written", () => {
  expect(codes({})).toEqual([]);
});

test.each([
  ["writing-off", { writePoint: null }],
  ["not-yet", { nowMs: -60_001 }],
  ["asset-mode", { assetMode: "advise" }],
  ["asset-mode", { assetMode: "shadow" }],
  ["override", { overridden: true }],
  ["plant-mode", { plantMode: "local" }],
  ["plant-mode", { plantMode: "fault" }],
  ["plant-mode", { plantMode: null }],
  ["precondition", { readings: new Map([["battery.socPct", { value: 5, ageMs: 1 }]]) }],
  ["precondition", { readings: new Map() }],
  ["rate", { sentLastHour: 60 }],
] as const)("%s: %j withholds it", (code, parts) => {
  expect(codes(parts)).toEqual([code]);
});

test("a command is withheld once its time is over or a later one counts", () => {
  expect(codes({ nowMs: 900_000 })).toEqual(["expired", "overtaken"]);
  expect(codes({ nowMs: 900_000 }, testSlot(0, 50, { validUntilMs: 1_200_000 }))).toEqual(["overtaken"]);
});

test("a value outside the envelope, the limits or of the wrong kind is withheld", () => {
  expect(codes({}, testSlot(0, 120))).toEqual(["envelope"]);
  expect(codes({}, testSlot(0, 300))).toEqual(["envelope", "limits"]);
  expect(codes({}, testSlot(0, Number.NaN))).toContain("limits");
});

test("a process value follows within its tolerance; lists follow in any order", () => {
  expect(follows(batteryPoint, 100, 94)).toBe(true);
  expect(follows(batteryPoint, 100, 93)).toBe(false);
  expect(follows(batteryPoint, ["c1", "c4"], ["c4", "c1"])).toBe(true);
  expect(follows(batteryPoint, ["c1", "c4"], ["c4"])).toBe(false);
  expect(follows(batteryPoint, 0, null)).toBe(false);
});
