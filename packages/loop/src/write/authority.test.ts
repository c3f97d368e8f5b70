import type { Decision } from "@qtwin/decide";
import { expect, test } from "vitest";
import { testDecision, testKey, testPlan, testProposal, testRecord, testSlot } from "../testing/proposals.ts";
import { authorityOf, envelopeApprover } from "./authority.ts";

const rules = { key: testKey, twoPerson: false, autoApproval: false, nowMs: 1000 };
const lookup = (...decisions: Decision[]) => ({
  ofProposal: async (id: string) => decisions.filter((item) => item.proposalId === id),
  get: async (id: string) => decisions.find((item) => item.id === id) ?? null,
});
const proposal = testProposal();

test("a signed approval of an approved proposal lets it write", async () => {
  const decision = testDecision(proposal);
  expect(await authorityOf(testRecord(proposal), rules, lookup(decision))).toEqual({ ok: true, decision });
});

test("no state but approved and active writes, whatever is signed", async () => {
  for (const state of [
    "draft",
    "open",
    "rejected",
    "expired",
    "superseded",
    "finished",
    "handed-back",
  ] as const) {
    const found = await authorityOf(testRecord(proposal, state), rules, lookup(testDecision(proposal)));
    expect(found).toMatchObject({ ok: false, code: "not-approved" });
  }
});

test("a state without a decision, a forged decision and a changed proposal write nothing", async () => {
  const record = testRecord(proposal);
  expect(await authorityOf(record, rules, lookup())).toMatchObject({ code: "not-approved" });
  const forged = { ...testDecision(proposal), by: ["eve"] };
  expect(await authorityOf(record, rules, lookup(forged))).toMatchObject({ code: "bad-signature" });
  const changed = testRecord({ ...proposal, commands: [testSlot(0, 99)] });
  expect(await authorityOf(changed, rules, lookup(testDecision(proposal)))).toMatchObject({
    code: "changed",
  });
  const rejected = testDecision(proposal, { verdict: "reject" });
  expect(await authorityOf(record, rules, lookup(rejected))).toMatchObject({ code: "not-approved" });
});

test("an approval ends with its envelope; two people and the policy count as the site says", async () => {
  const record = testRecord(proposal);
  const decision = testDecision(proposal);
  expect(await authorityOf(record, { ...rules, nowMs: 3_600_000 }, lookup(decision))).toMatchObject({
    code: "over",
  });
  const two = { ...rules, twoPerson: true };
  expect(await authorityOf(record, two, lookup(decision))).toMatchObject({ code: "not-entitled" });
  const both = testDecision(proposal, { by: ["ben", "cleo"] });
  expect(await authorityOf(record, two, lookup(both))).toMatchObject({ ok: true });
  const policy = testDecision(proposal, { by: ["policy"] });
  expect(await authorityOf(record, rules, lookup(policy))).toMatchObject({ code: "not-entitled" });
  expect(await authorityOf(record, { ...rules, autoApproval: true }, lookup(policy))).toMatchObject({
    ok: true,
  });
});

test("a re-plan writes under an approved envelope, only inside it and only while it stands", async () => {
  const parent = testDecision(proposal);
  const by = [envelopeApprover(parent.id)];
  const replan = (parts: Parameters<typeof testProposal>[0]) => testProposal({ id: "p-2", ...parts });
  const decide = (next: ReturnType<typeof replan>) => testDecision(next, { by, envelope: parent.envelope });
  const inside = replan({ commands: [testSlot(1, 80)] });
  expect(await authorityOf(testRecord(inside), rules, lookup(parent, decide(inside)))).toMatchObject({
    ok: true,
  });
  const outside = replan({ commands: [testSlot(1, 180)] });
  expect(await authorityOf(testRecord(outside), rules, lookup(parent, decide(outside)))).toMatchObject({
    ok: false,
  });
  const dear = replan({ plan: testPlan(130) });
  expect(await authorityOf(testRecord(dear), rules, lookup(parent, decide(dear)))).toMatchObject({
    ok: false,
  });
  expect(await authorityOf(testRecord(inside), rules, lookup(decide(inside)))).toMatchObject({ ok: false });
  const wide = testDecision(inside, { by, envelope: { ...parent.envelope, untilMs: 9e9 } });
  expect(await authorityOf(testRecord(inside), rules, lookup(parent, wide))).toMatchObject({ ok: false });
  const second = testDecision(replan({ id: "p-3" }), { by: [envelopeApprover(decide(inside).id)] });
  const chained = testRecord(replan({ id: "p-3" }));
  expect(await authorityOf(chained, rules, lookup(parent, decide(inside), second))).toMatchObject({
    ok: false,
  });
});
