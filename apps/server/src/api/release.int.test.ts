import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proposalAt } from "../testing/proposal.ts";
import { plantStartMs, startTestApp, type TestApp } from "../testing/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const release = (body: unknown) =>
  app.call({ method: "POST", url: "/api/v1/release", as: ["operator"], body });

async function approvedPlan(id: string): Promise<void> {
  await app.store.proposals.create(proposalAt(plantStartMs, { id }), "open");
  await app.store.proposals.transition(id, { to: "approved", atMs: plantStartMs, by: "test" });
}

test("release all hands the plant back and ends the plan in force", async () => {
  await approvedPlan("r-1");
  const answer = await release({});
  expect(answer.json()).toMatchObject({ recorded: true });
  expect(app.released.at(-1)).toEqual([]);
  expect((await app.store.proposals.get("r-1"))?.state).toBe("handed-back");
  expect(await app.store.audit.list({ action: "release" })).toHaveLength(1);
});

test("a released asset leaves the plan until somebody steps it up again", async () => {
  const mode = {
    siteId: "foundry",
    asset: "f1",
    mode: "supervised",
    sinceMs: 0,
    by: "test",
    reason: "",
  } as const;
  await app.store.assetModes.set(mode);
  expect((await release({ assets: ["f1"] })).json()).toMatchObject({ assets: ["f1"] });
  expect((await app.store.assetModes.current("foundry")).get("f1")).toMatchObject({
    mode: "advise",
    by: "operator",
  });
  expect((await release({ assets: ["cooling"] })).statusCode).toBe(404);
});

test("with the database away a well signed session still releases, and the record follows", async () => {
  await approvedPlan("r-2");
  app.setDatabase(false);
  const before = app.released.length;
  const answer = await release({});
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ recorded: false });
  expect(app.released.length).toBe(before + 1);
  const other = await app.call({ method: "GET", url: "/api/v1/overview", as: ["operator"] });
  expect(other.statusCode).toBe(503);
  expect(other.json()).toMatchObject({ code: "QT_SERVER_DATABASE_AWAY", kind: "unavailable" });
  const forged = await app.call({
    method: "POST",
    url: "/api/v1/release",
    body: {},
    headers: { cookie: app.cookieOf("operator", ["operator"]).slice(0, -4) },
  });
  expect(forged.statusCode).toBe(401);
  app.setDatabase(true);
  expect(app.backlog.length()).toBe(1);
  expect(await app.backlog.drain(app.store)).toBe(1);
  expect(app.backlog.length()).toBe(0);
  expect((await app.store.proposals.get("r-2"))?.state).toBe("handed-back");
  expect(await app.store.audit.list({ action: "release", subject: "*" })).toHaveLength(2);
  expect(readdirSync(app.home.runDir)).toEqual([]);
});

test("a plan approved after a release that is told late stays in force", async () => {
  const actor = { name: "anna", kind: "user", roles: ["operator"] } as const;
  app.backlog.keep({
    kind: "release",
    release: { siteId: "foundry", assets: [], actor, atMs: plantStartMs - 60_000 },
  });
  await approvedPlan("r-3");
  await app.backlog.drain(app.store);
  expect((await app.store.proposals.get("r-3"))?.state).toBe("approved");
});
