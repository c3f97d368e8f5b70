import type { CommandRecord } from "@qtwin/store";
import { expect, test } from "vitest";
import { batteryCommand } from "../testing/points.ts";
import { testProposal, testSlot } from "../testing/proposals.ts";
import { dueGroups } from "./due-commands.ts";

const proposal = testProposal({
  commands: [
    testSlot(0, 50),
    testSlot(1, 60),
    testSlot(1, 6.5, { pointId: "air.headerPressure", asset: "air" }),
    testSlot(1, 2, { pointId: "air.other", asset: "air" }),
  ],
});
const record = (id: string, asset: string, state: CommandRecord["state"]): CommandRecord => ({
  ...batteryCommand({ id, asset }),
  state,
  preparedAtMs: 0,
  sentAtMs: 0,
  sends: 1,
  ack: null,
  endedAtMs: null,
  reason: "",
});
const due = (nowMs: number, ...records: CommandRecord[]) =>
  dueGroups(proposal, records, nowMs).map((group) => `${group.asset}:${group.slots.length}`);

test("commands whose time comes within a minute are due, by asset; past ones are not made up for", () => {
  expect(due(-60_001)).toEqual([]);
  expect(due(-60_000)).toEqual(["battery:1"]);
  expect(due(839_999)).toEqual(["battery:1"]);
  expect(due(900_000)).toEqual(["battery:1", "air:2"]);
  expect(due(1_800_000)).toEqual([]);
});

test("what has ended is not due again; what is under way is", () => {
  expect(due(0, record("p-1:battery.power:0", "battery", "verified"))).toEqual([]);
  expect(due(0, record("p-1:battery.power:0", "battery", "sent"))).toEqual(["battery:1"]);
});

test("an asset that refused or failed stays out of this plan", () => {
  for (const state of ["refused", "failed", "handed-back"] as const) {
    expect(due(900_000, record("p-1:battery.power:0", "battery", state))).toEqual(["air:2"]);
  }
  expect(due(900_000, record("p-1:battery.power:0", "battery", "expired"))).toEqual(["battery:1", "air:2"]);
});

test("of commands that overlap, only the newest that counts is due", () => {
  const overlapping = testProposal({
    commands: [testSlot(0, 50, { validUntilMs: 1_200_000 }), testSlot(1, 60)],
  });
  const values = (nowMs: number) =>
    dueGroups(overlapping, [], nowMs).flatMap((group) => group.slots.map((slot) => slot.value));
  expect(values(850_000)).toEqual([50, 60]);
  expect(values(900_000)).toEqual([60]);
});
