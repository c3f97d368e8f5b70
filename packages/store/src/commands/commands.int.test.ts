import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestStore, testDecision, testProposal, withTestStore } from "../testing/index.ts";
import { commandStates, type PreparedCommand } from "./commands.ts";
import { commandTransitions } from "./states.ts";

let db: TestStore;
beforeAll(async () => {
  db = await withTestStore();
  await db.store.proposals.create(testProposal(), "open");
  await db.store.decisions.add("foundry", testDecision());
});
afterAll(() => db.close());

let slot = 0;
const command = (change: Partial<PreparedCommand> = {}): PreparedCommand => {
  const mine = change.slot ?? ++slot;
  return {
    id: `p1:battery.power:${mine}`,
    siteId: "foundry",
    proposalId: "p1",
    decisionId: "d1",
    pointId: "battery.power",
    asset: "battery",
    slot: mine,
    value: -120.5,
    restore: null,
    validFromMs: 1_000,
    validUntilMs: 2_000,
    ...change,
  };
};
const ack = (id: string) => ({ id, state: "accepted" as const, value: -120.5, reason: "" });

test("a command goes its way, and each step is on record", async () => {
  const given = command();
  expect(await db.store.commands.prepare(given, 10)).toMatchObject({
    created: true,
    record: { ...given, state: "prepared", preparedAtMs: 10, sends: 0, ack: null, endedAtMs: null },
  });
  await db.store.commands.transition(given.id, { to: "sent", atMs: 11 });
  await db.store.commands.transition(given.id, { to: "sent", atMs: 15 });
  await db.store.commands.transition(given.id, { to: "acknowledged", atMs: 16, ack: ack(given.id) });
  const ended = await db.store.commands.transition(given.id, { to: "verified", atMs: 20, reason: "follows" });
  expect(ended).toMatchObject({
    state: "verified",
    sentAtMs: 11,
    sends: 2,
    endedAtMs: 20,
    reason: "follows",
  });
  expect(ended.ack).toEqual(ack(given.id));
  expect(await db.store.commands.get(given.id)).toEqual(ended);
});

test("preparing twice gives the stored one; other content under the same id is refused", async () => {
  const given = command();
  await db.store.commands.prepare(given, 10);
  await db.store.commands.transition(given.id, { to: "sent", atMs: 11 });
  expect(await db.store.commands.prepare(given, 99)).toMatchObject({
    created: false,
    record: { state: "sent", preparedAtMs: 10 },
  });
  await expect(db.store.commands.prepare({ ...given, value: 5 }, 99)).rejects.toMatchObject({
    code: "QT_STORE_COMMAND_DIFFERS",
  });
});

test("states change along the table only, and what has ended stays ended", async () => {
  for (const to of commandStates) {
    const given = command();
    await db.store.commands.prepare(given, 10);
    const outcome = await db.store.commands
      .transition(given.id, { to, atMs: 11 })
      .catch((thrown: unknown) => thrown);
    if (commandTransitions.prepared.includes(to) || to === "prepared")
      expect(outcome).toMatchObject({ state: to });
    else expect(outcome).toMatchObject({ code: "QT_STORE_BAD_TRANSITION" });
  }
  for (const end of ["refused", "expired", "handed-back"] as const)
    expect(commandTransitions[end]).toEqual([]);
  await expect(db.store.commands.transition("nope", { to: "sent", atMs: 1 })).rejects.toMatchObject({
    code: "QT_STORE_NO_COMMAND",
  });
});

test("the database holds no command without its proposal and its decision", async () => {
  for (const orphan of [command({ proposalId: "nope" }), command({ decisionId: "nope" })]) {
    await expect(db.store.commands.prepare(orphan, 1)).rejects.toMatchObject({ name: "QtwinError" });
    expect(await db.store.commands.get(orphan.id)).toBeNull();
  }
});

test("says what is under way, and how often a point was written", async () => {
  const site = { siteId: "other" };
  const open = command(site);
  const done = command(site);
  for (const each of [open, done]) {
    await db.store.commands.prepare(each, each.slot);
    await db.store.commands.transition(each.id, { to: "sent", atMs: 100 + each.slot });
  }
  await db.store.commands.transition(done.id, { to: "refused", atMs: 500 });
  expect((await db.store.commands.underWay("other")).map((each) => each.id)).toEqual([open.id]);
  expect((await db.store.commands.list("other")).map((each) => each.id)).toEqual([done.id, open.id]);
  expect(await db.store.commands.countSent("other", "battery.power", 100 + open.slot)).toBe(2);
  expect(await db.store.commands.countSent("other", "battery.power", 100 + done.slot)).toBe(1);
  expect(await db.store.commands.countSent("other", "pv.limit", 0)).toBe(0);
});
