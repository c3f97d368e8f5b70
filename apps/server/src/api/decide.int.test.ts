import type { Overview, ProposalDetail } from "@qtwin/api";
import { verifyDecision } from "@qtwin/decide";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { proposalAt } from "../testing/proposal.ts";
import { plantStartMs, startTestApp, type TestApp } from "../testing/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const open = (id: string, parts = {}) =>
  app.store.proposals.create(proposalAt(plantStartMs, { id, ...parts }), "open");
const decide = (
  id: string,
  body: unknown,
  who: { as?: readonly ["approver"] | readonly ["operator"]; key?: string },
) => app.call({ method: "POST", url: `/api/v1/proposals/${id}/decision`, body, ...who });

describe("a decision", () => {
  test("of an approver is signed, stored, audited, and changes the state", async () => {
    await open("p-yes");
    const answer = await decide("p-yes", { verdict: "approve", note: "fine" }, { as: ["approver"] });
    expect(answer.statusCode).toBe(200);
    expect(answer.json<ProposalDetail>()).toMatchObject({
      state: "approved",
      approvalsMissing: 0,
      mayDecide: false,
    });
    const [decision] = await app.store.decisions.ofProposal("p-yes");
    expect(decision).toMatchObject({ verdict: "approve", by: ["approver"], note: "fine" });
    expect(verifyDecision(decision!, app.deps.decisionKey)).toBe(true);
    expect(await app.store.audit.list({ action: "proposal.approve", subject: "p-yes" })).toHaveLength(1);
    const plan = await app.call({ method: "GET", url: "/api/v1/plan", as: ["viewer"] });
    expect(plan.json()).toMatchObject({ proposalId: "p-yes", approvedBy: ["approver"] });
  });

  test("never comes from a key, even one with the role", async () => {
    await open("p-key");
    const { secret } = await app.store.apiKeys.create({
      name: "bot",
      roles: ["approver"],
      createdBy: "test",
    });
    const answer = await decide("p-key", { verdict: "approve" }, { key: secret });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: "QT_AUTH_NOT_FOR_KEYS" });
    expect((await app.store.proposals.get("p-key"))?.state).toBe("open");
  });

  test("to reject or defer needs a note; a deferred one can still be approved", async () => {
    await open("p-no");
    const silent = await decide("p-no", { verdict: "reject" }, { as: ["approver"] });
    expect(silent.json()).toMatchObject({ code: "QT_API_INVALID", where: "body.note" });
    const later = await decide(
      "p-no",
      { verdict: "defer", note: "after lunch", deferMin: 30 },
      { as: ["approver"] },
    );
    expect(later.json()).toMatchObject({ state: "deferred" });
    const [deferred] = await app.store.decisions.ofProposal("p-no");
    expect(deferred?.deferUntilMs).toBe(plantStartMs + 30 * 60_000);
    const yes = await decide("p-no", { verdict: "approve" }, { as: ["approver"] });
    expect(yes.json()).toMatchObject({ state: "approved" });
  });

  test("comes too late for an expired proposal, and twice for a decided one", async () => {
    await open("p-late", { expiresAtMs: plantStartMs - 1 });
    const late = await decide("p-late", { verdict: "approve" }, { as: ["approver"] });
    expect(late.statusCode).toBe(409);
    await open("p-twice");
    await decide("p-twice", { verdict: "reject", note: "no" }, { as: ["approver"] });
    const again = await decide("p-twice", { verdict: "approve" }, { as: ["approver"] });
    expect(again.json()).toMatchObject({ kind: "conflict", code: "QT_DECIDE_WRONG_STATE" });
    expect(again.json()).toHaveProperty("fix");
  });

  test("is not for the author of the proposal, and the screen says so beforehand", async () => {
    await open("p-own", { author: "approver" });
    const seen = await app.call({ method: "GET", url: "/api/v1/proposals/p-own", as: ["approver"] });
    expect(seen.json()).toMatchObject({ mayDecide: false, whyNot: expect.stringContaining("author") });
    expect((await decide("p-own", { verdict: "approve" }, { as: ["approver"] })).statusCode).toBe(401);
  });
});

test("the overview says what is at stake and who decided", async () => {
  await open("p-money");
  const answer = await app.call({ method: "GET", url: "/api/v1/overview", as: ["viewer"] });
  const overview = answer.json<Overview>();
  expect(overview.money).toMatchObject({
    atStakeEur: 400,
    planCostEur: 4_600,
    baselineCostEur: 5_000,
    horizonH: 24,
  });
  expect(overview.openProposals.map(({ id }) => id)).toContain("p-money");
  expect(overview.clock).toMatchObject({ plantMs: plantStartMs, speed: 10, simulated: true });
  expect(overview.priceSource).toBe("ENTSO-E day-ahead");
  expect(overview.labels).toContain("Outdoor temperature: synthetic.");
  expect(overview.data).toMatchObject({ state: "bad", total: 87, missing: 87 });
});

describe("the mode of an asset", () => {
  const setMode = (mode: string, as: readonly ["approver"] | readonly ["operator"]) =>
    app.call({ method: "PUT", url: "/api/v1/assets/battery/mode", as, body: { mode, note: "test" } });

  test("steps up by an approver only, down by an operator too, who thereby releases it", async () => {
    expect((await setMode("supervised", ["operator"])).json()).toMatchObject({
      code: "QT_DECIDE_NOT_ALLOWED",
    });
    expect((await setMode("supervised", ["approver"])).json()).toMatchObject({ mode: "supervised" });
    const before = app.released.length;
    expect((await setMode("advise", ["operator"])).json()).toMatchObject({
      mode: "advise",
      changedBy: "operator",
    });
    expect(app.released.slice(before)).toEqual([["battery"]]);
    const actions = (await app.store.audit.list({ subject: "battery" })).map(({ action }) => action);
    expect(actions).toEqual(["asset.mode", "asset.mode", "asset.mode.refused"]);
  });

  test("does not go beyond what the site grants without evidence", async () => {
    await setMode("supervised", ["approver"]);
    const answer = await setMode("automatic", ["approver"]);
    expect(answer.statusCode).toBe(409);
    expect(answer.json().detail).toContain("0 of 14 days");
  });

  test("exists only for assets Qtwin writes to", async () => {
    const body = { mode: "advise", note: "test" };
    const answer = await app.call({
      method: "PUT",
      url: "/api/v1/assets/cooling/mode",
      as: ["approver"],
      body,
    });
    expect(answer.statusCode).toBe(404);
  });
});
