import type { ProposalState } from "@qtwin/decide";
import { proposalStates } from "@qtwin/decide";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestStore, testDecision, testProposal, withTestStore } from "../testing/index.ts";
import { proposalTransitions } from "./transitions.ts";

let db: TestStore;
let count = 0;
beforeAll(async () => {
  db = await withTestStore();
});
afterAll(() => db.close());

const make = async (state: "draft" | "open" = "open") =>
  (await db.store.proposals.create(testProposal({ id: `p-${++count}`, createdAtMs: count }), state)).proposal
    .id;
const change = (to: ProposalState, version?: number) => ({
  to,
  atMs: 5,
  by: "ada",
  note: "because",
  ...(version === undefined ? {} : { version }),
});

test("a proposal comes back as it was, and creating it twice is once", async () => {
  const proposal = testProposal({ id: "same" });
  const first = await db.store.proposals.create(proposal, "draft");
  expect(first).toMatchObject({ proposal, state: "draft", version: 1, updatedBy: "loop" });
  await db.store.proposals.transition("same", change("open"));
  expect(await db.store.proposals.create({ ...proposal, author: "eve" }, "draft")).toMatchObject({
    proposal,
    state: "open",
    version: 2,
  });
});

test("of many who decide at once on what they saw, one does", async () => {
  const id = await make();
  const outcomes = await Promise.allSettled(
    (["approved", "rejected", "deferred", "expired"] as const).map((to) =>
      db.store.proposals.transition(id, change(to, 1)),
    ),
  );
  expect(outcomes.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") expect(outcome.reason.kind).toBe("conflict");
  }
  expect((await db.store.proposals.get(id))!.version).toBe(2);
});

test("states change along the table only", async () => {
  for (const to of proposalStates) {
    const id = await make("open");
    const allowed = proposalTransitions.open.includes(to) || to === "open";
    const outcome = await db.store.proposals.transition(id, change(to)).catch((thrown) => thrown);
    if (allowed) expect(outcome).toMatchObject({ state: to });
    else expect(outcome).toMatchObject({ code: "QT_STORE_BAD_TRANSITION", where: id });
  }
});

test("nothing becomes active that was not approved", () => {
  const before = proposalStates.filter((state) => proposalTransitions[state].includes("active"));
  expect(before).toEqual(["approved"]);
});

test("the same change twice is one change; an outdated version is refused", async () => {
  const id = await make();
  await db.store.proposals.transition(id, change("approved"));
  expect(await db.store.proposals.transition(id, change("approved"))).toMatchObject({ version: 2 });
  await expect(db.store.proposals.transition(id, change("active", 1))).rejects.toMatchObject({
    code: "QT_STORE_VERSION",
  });
  await expect(db.store.proposals.transition("nope", change("open"))).rejects.toMatchObject({
    code: "QT_STORE_NO_PROPOSAL",
  });
});

test("lists newest first, by state and up to a time", async () => {
  const ids = [await make("draft"), await make("open"), await make("draft")];
  const found = await db.store.proposals.list("foundry", { states: ["draft"], limit: 2 });
  expect(found.map((each) => each.proposal.id)).toEqual([ids[2], ids[0]]);
  expect(await db.store.proposals.list("foundry", { states: [] })).toEqual([]);
  const older = await db.store.proposals.list("foundry", {
    beforeMs: found[0]!.proposal.createdAtMs,
    limit: 1,
  });
  expect(older[0]!.proposal.id).toBe(ids[1]);
  const sinceMs = found[1]!.proposal.createdAtMs;
  const oldest = await db.store.proposals.list("foundry", { sinceMs, oldestFirst: true, limit: 1 });
  expect(oldest[0]!.proposal.id).toBe(ids[0]);
});

test("approvals are stretches that end with their time, or when another plan takes over", async () => {
  const envelope = { ...testProposal().envelope, untilMs: 1_000 };
  const approve = async (decidedAtMs: number) => {
    const proposalId = `a-${++count}`;
    await db.store.proposals.create(testProposal({ id: proposalId, siteId: "stretches" }), "open");
    await db.store.decisions.add(
      "stretches",
      testDecision({ id: `d-${proposalId}`, proposalId, decidedAtMs, envelope }),
    );
    await db.store.proposals.transition(proposalId, { ...change("approved"), atMs: decidedAtMs });
    return proposalId;
  };
  const [first, second] = [await approve(100), await approve(300)];
  await db.store.proposals.transition(first, { ...change("superseded"), atMs: 300 });
  expect(await db.store.decisions.approvals("stretches", 0, 2_000)).toEqual([
    { proposalId: first, sinceMs: 100, untilMs: 300 },
    { proposalId: second, sinceMs: 300, untilMs: 1_000 },
  ]);
  expect(await db.store.decisions.approvals("stretches", 300, 2_000)).toMatchObject([{ proposalId: second }]);
  expect(await db.store.decisions.approvals("stretches", 0, 100)).toEqual([]);
});

test("a decision is added once, never changed, and belongs to a proposal", async () => {
  const proposalId = await make();
  const decision = testDecision({ id: "d-1", proposalId });
  await db.store.decisions.add("foundry", decision);
  await db.store.decisions.add("foundry", decision);
  expect(await db.store.decisions.get("d-1")).toEqual(decision);
  expect(await db.store.decisions.ofProposal(proposalId)).toEqual([decision]);
  await expect(db.store.decisions.add("foundry", { ...decision, verdict: "reject" })).rejects.toMatchObject({
    code: "QT_STORE_DECISION_DIFFERS",
  });
  await expect(db.sql("update qtwin.decisions set verdict = 'reject'")).rejects.toMatchObject({
    code: "QT001",
  });
  await expect(
    db.store.decisions.add("foundry", testDecision({ id: "d-2", proposalId: "nope" })),
  ).rejects.toMatchObject({ name: "QtwinError" });
});
