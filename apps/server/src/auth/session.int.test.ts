import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApp, type TestApp, testPassword } from "../testing/test-app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const session = "/api/v1/session";
const login = (name: string, password: string) =>
  app.call({ method: "POST", url: session, body: { name, password } });
const cookieOf = (answer: Awaited<ReturnType<typeof login>>): string =>
  String(answer.headers["set-cookie"]).split(";")[0]!;
const me = (cookie: string) => app.call({ method: "GET", url: session, headers: { cookie } });

describe("signing in", () => {
  test("gives a cookie no script can read, and who one is", async () => {
    const answer = await login("approver", testPassword);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ name: "approver", roles: ["approver"], via: "session" });
    expect(answer.headers["set-cookie"]).toMatch(/HttpOnly.*SameSite=Strict/);
    expect((await me(cookieOf(answer))).json()).toMatchObject({ name: "approver" });
  });

  test("a wrong password and an unknown name get the same answer, and both are audited", async () => {
    const wrong = await login("viewer", "not-the-password");
    const unknown = await login("nobody-at-all", "not-the-password");
    expect(wrong.statusCode).toBe(401);
    expect(wrong.json()).toMatchObject({ code: "QT_AUTH_WRONG_PASSWORD", kind: "denied" });
    expect({ ...unknown.json() }).toEqual({ ...wrong.json() });
    const actors = (await app.store.audit.list({ action: "login.fail" })).map(({ actor }) => actor);
    expect(actors).toEqual(expect.arrayContaining(["viewer", "nobody-at-all"]));
  });

  test("five wrong passwords lock the name, also for the right one", async () => {
    for (let attempt = 0; attempt < 5; attempt++) await login("planner", `wrong-${attempt}`);
    const answer = await login("planner", testPassword);
    expect(answer.statusCode).toBe(429);
    expect(answer.json()).toMatchObject({ code: "QT_AUTH_LOCKED" });
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(60);
  });
});

describe("a session", () => {
  test("ends at sign-out: the same cookie no longer works", async () => {
    const cookie = cookieOf(await login("operator", testPassword));
    expect((await app.call({ method: "DELETE", url: session, headers: { cookie } })).statusCode).toBe(204);
    expect((await me(cookie)).json()).toMatchObject({ code: "QT_AUTH_SESSION_OVER" });
  });

  test("ends when an admin changes roles or sets a password", async () => {
    const cookie = cookieOf(await login("viewer", testPassword));
    const answer = await app.call({
      method: "PATCH",
      url: "/api/v1/users/viewer",
      as: ["admin"],
      body: { roles: ["viewer", "operator"] },
    });
    expect(answer.json()).toMatchObject({ roles: ["viewer", "operator"] });
    expect((await me(cookie)).json()).toMatchObject({ code: "QT_AUTH_SESSION_OVER" });
  });

  test("changing one's password needs the old one", async () => {
    const cookie = cookieOf(await login("approver", testPassword));
    const change = (current: string) =>
      app.call({
        method: "POST",
        url: `${session}/password`,
        headers: { cookie },
        body: { current, next: "a-new-and-longer-one" },
      });
    expect((await change("wrong")).statusCode).toBe(401);
    expect((await change(testPassword)).statusCode).toBe(204);
    expect((await login("approver", testPassword)).statusCode).toBe(401);
    expect((await login("approver", "a-new-and-longer-one")).statusCode).toBe(200);
  });
});

describe("what another site's page cannot do", () => {
  const change = (headers: Record<string, string>) =>
    app.call({ method: "POST", url: "/api/v1/release", as: ["operator"], body: {}, headers });

  test("act with our cookie", async () => {
    const before = app.released.length;
    const refused = [
      await change({ "x-qtwin": "" }),
      await change({ origin: "https://evil.example" }),
      await change({ origin: "null" }),
      await change({ "sec-fetch-site": "cross-site" }),
    ];
    expect(refused.map((answer) => answer.statusCode)).toEqual([403, 403, 403, 403]);
    expect(app.released.length).toBe(before);
    expect((await change({ origin: "http://127.0.0.1:8420" })).statusCode).toBe(200);
  });

  test("reach us under a name of its own", async () => {
    const answer = await app.call({ method: "GET", url: "/healthz", headers: { host: "evil.example:8420" } });
    expect(answer.json()).toMatchObject({ code: "QT_AUTH_FOREIGN_HOST" });
  });
});

test("no secret is ever logged", async () => {
  const key = await app.call({
    method: "POST",
    url: "/api/v1/keys",
    as: ["admin"],
    body: { name: "reader", roles: ["viewer"] },
  });
  const { secret } = key.json<{ secret: string }>();
  const added = "a-brand-new-password";
  const body = { name: "new.person", password: added, roles: ["viewer"] };
  await app.call({ method: "POST", url: "/api/v1/users", as: ["admin"], body });
  await app.call({ method: "GET", url: "/api/v1/overview", key: secret });
  await login("new.person", added);
  await app.call({ method: "POST", url: session, body: `{"name":"x","password":"${added}"` });
  app.app.http.log.info(
    { password: added, req: { headers: { authorization: `Bearer ${secret}` } } },
    "on purpose",
  );
  expect(app.log()).toContain("on purpose");
  for (const text of [testPassword, added, secret]) expect(app.log()).not.toContain(text);
  const audited = JSON.stringify(await app.store.audit.list({ limit: 500 }));
  for (const text of [testPassword, added, secret]) expect(audited).not.toContain(text);
});
