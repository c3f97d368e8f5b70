import { type Role, type RouteShape, routeNames, routes } from "@qtwin/api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { everyRole, startTestApp, type TestApp } from "../testing/test-app.ts";

let app: TestApp;
let keys: ReadonlyMap<Role, string>;

beforeAll(async () => {
  app = await startTestApp();
  const made = everyRole.map(async (role) => {
    const { secret } = await app.store.apiKeys.create({ name: role, roles: [role], createdBy: "test" });
    return [role, secret] as const;
  });
  keys = new Map(await Promise.all(made));
});
afterAll(() => app.close());

const urlOf = (shape: RouteShape): string => shape.path.replace(/:\w+/g, "nothing");
/** A body no route accepts: what gets past the gate fails behind it and changes nothing. */
const badBody = { nonsense: true };

/** Only refusals of the gate itself count; a handler's own (for example a wrong password) do not. */
async function admitted(shape: RouteShape, who: { as?: readonly Role[]; key?: string }): Promise<boolean> {
  const body = shape.body === undefined ? {} : { body: badBody };
  const answer = await app.call({ method: shape.method, url: urlOf(shape), ...body, ...who });
  if (answer.statusCode !== 401 && answer.statusCode !== 403) return true;
  const gate = ["QT_AUTH_SIGN_IN", "QT_AUTH_NOT_FOR_KEYS", "QT_AUTH_MISSING_ROLE"];
  return !gate.includes(answer.json<{ code: string }>().code);
}

// Signing out makes the next calls of the same cookie fail, and releasing is tried with the plant elsewhere.
const tried = routeNames.filter((name) => name !== "logout");

describe.each(tried)("%s", (name) => {
  const shape: RouteShape = routes[name];

  test("nobody", async () => {
    expect(await admitted(shape, {})).toBe(shape.access === "anyone");
  });

  test.each(everyRole)("a person who is %s", async (role) => {
    const allowed = typeof shape.access === "string" || shape.access.includes(role);
    expect(await admitted(shape, { as: [role] })).toBe(allowed);
  });

  test.each(everyRole)("a key that is %s", async (role) => {
    const may = typeof shape.access === "string" || shape.access.includes(role);
    expect(await admitted(shape, { key: keys.get(role)! })).toBe(
      shape.access === "anyone" || (may && shape.keys),
    );
  });
});

test("a refused attempt to change something is in the audit log, with who and what", async () => {
  await app.call({ method: "POST", url: "/api/v1/users", body: badBody, as: ["viewer"] });
  const [entry] = await app.store.audit.list({ action: "access.refused", limit: 1 });
  expect(entry).toMatchObject({
    actor: "viewer",
    subject: "addUser",
    details: { code: "QT_AUTH_MISSING_ROLE" },
  });
});
