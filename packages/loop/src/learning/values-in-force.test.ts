import type { LearntDecision, LearntRecord } from "@qtwin/store";
import type { DescribedValue, LearntValue } from "@qtwin/usecases";
import { expect, test } from "vitest";
import { chooseValues } from "./values-in-force.ts";

const described: DescribedValue = {
  id: "battery.efficiency",
  asset: "battery",
  title: "Efficiency each way",
  unit: "1",
  siteValue: 0.94,
};

const record = (verdict: LearntValue["verdict"], learntAtMs = 100): LearntRecord => ({
  number: 7,
  siteId: "s",
  learntAtMs,
  learnt: {
    ...described,
    value: 0.92,
    low80: 0.915,
    high80: 0.925,
    low95: 0.91,
    high95: 0.93,
    samples: 40,
    fromMs: 0,
    untilMs: 90,
    verdict,
    reason: "as measured",
  },
});

const decision = (verdict: LearntDecision["verdict"], atMs = 200): LearntDecision => ({
  siteId: "s",
  valueId: described.id,
  verdict,
  atMs,
  by: "alice",
  reason: "The meter was changed.",
});

const chosen = (newest?: LearntRecord, said?: LearntDecision) =>
  chooseValues(
    [described],
    new Map(newest ? [[described.id, newest]] : []),
    new Map(said ? [[described.id, said]] : []),
  )[0]!;

test("only an accepted value is planned with", () => {
  expect(chosen()).toMatchObject({ used: false, record: null });
  expect(chosen(record("accepted"))).toMatchObject({ used: true, why: "as measured" });
  expect(chosen(record("not-better"))).toMatchObject({ used: false, why: "as measured" });
});

test("a rejected value stays out, also when it is learnt anew", () => {
  const value = chosen(record("accepted", 300), decision("reject"));
  expect(value).toMatchObject({ used: false, why: "alice rejected it: The meter was changed." });
  expect(value.record?.learnt.value).toBe(0.92);
});

test("after a reset nothing learnt before counts, and what comes after does", () => {
  expect(chosen(record("accepted", 100), decision("reset"))).toMatchObject({ used: false, record: null });
  expect(chosen(record("accepted", 300), decision("reset"))).toMatchObject({ used: true });
});
