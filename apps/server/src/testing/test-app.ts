import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Identity, Role } from "@qtwin/api";
import { loadSite } from "@qtwin/loop";
import type { Store } from "@qtwin/store";
import { withTestStore } from "@qtwin/store/testing";
import type { Measurement } from "@qtwin/twin";
import type { LightMyRequestResponse } from "fastify";
import { type App, buildApp } from "../api/app.ts";
import type { ApiDeps } from "../api/context.ts";
import { createHealthBoard } from "../api/health-board.ts";
import { loadTopology } from "../api/topology.ts";
import { sealSession, sessionCookie } from "../auth/session-cookie.ts";
import { serverError } from "../errors.ts";
import { type Home, homeOf, makeHome } from "../home.ts";
import { createLogger } from "../log.ts";
import { type Backlog, openBacklog, storeIsAway } from "../release.ts";

/** 9 May 2023, 07:00 in Berlin. */
export const plantStartMs = 1_683_608_400_000;

export interface TestCall {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly body?: unknown;
  /** Signs in as somebody with these roles. */
  readonly as?: readonly Role[];
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The HTTP application on a real store; only the connection to the plant is a recorder. */
export interface TestApp {
  readonly app: App;
  readonly store: Store;
  readonly backlog: Backlog;
  readonly home: Home;
  readonly deps: ApiDeps;
  /** Assets handed back so far; an empty list means all. */
  readonly released: (readonly string[])[];
  /** Everything that was logged. */
  readonly log: () => string;
  /** Lets the database be away, and back. */
  readonly setDatabase: (there: boolean) => void;
  readonly call: (request: TestCall) => Promise<LightMyRequestResponse>;
  readonly cookieOf: (name: string, roles: readonly Role[]) => string;
  readonly close: () => Promise<void>;
}

export const testPassword = "correct-horse-battery";

/** A person for each role, named like it, and one who holds all of them. */
async function addPeople(store: Store): Promise<void> {
  const roles: readonly Role[] = ["viewer", "operator", "planner", "approver", "admin"];
  for (const role of roles) await store.users.create({ name: role, password: testPassword, roles: [role] });
  await store.users.create({ name: "everybody", password: testPassword, roles });
}

export async function startTestApp(): Promise<TestApp> {
  const test = await withTestStore();
  const home = homeOf(mkdtempSync(join(tmpdir(), "qtwin-app-")));
  makeHome(home);
  await addPeople(test.store);
  const site = loadSite("foundry");
  const lines: string[] = [];
  const released: (readonly string[])[] = [];
  const backlog = openBacklog(home, "api");
  let there = true;
  const store = (): Store => {
    if (!there) throw serverError.databaseAway("taken away by the test");
    return test.store;
  };
  const deps: ApiDeps = {
    site,
    topology: loadTopology(site),
    store,
    clock: { nowMs: () => plantStartMs, speed: 10 },
    priceSource: () => "ENTSO-E day-ahead",
    wallNowMs: Date.now,
    sessionKey: new Uint8Array(32).fill(7),
    decisionKey: new Uint8Array(32).fill(9),
    release: async (assets) => void released.push(assets),
    health: createHealthBoard(Date.now),
    audit: async (event) => {
      try {
        await store().audit.append(event);
        return true;
      } catch (thrown) {
        if (!storeIsAway(thrown)) throw thrown;
        backlog.keep({ kind: "audit", event });
        return false;
      }
    },
    version: "0.0.0-test",
  };
  const logger = createLogger("test", { write: (line) => void lines.push(line) });
  logger.level = "trace";
  const app = await buildApp(deps, {
    dashboardDir: join(home.dir, "no-dashboard"),
    allowedHosts: [],
    backlog,
    logger,
  });
  await app.http.ready();
  const cookieOf = (name: string, roles: readonly Role[]): string => {
    const issuedAtMs = Date.now() + 1;
    const session = { id: "0123456789abcdef", name, roles, issuedAtMs, expiresAtMs: issuedAtMs + 60_000 };
    return `${sessionCookie}=${sealSession(session, deps.sessionKey)}`;
  };
  return {
    app,
    store: test.store,
    backlog,
    home,
    deps,
    released,
    log: () => lines.join(""),
    setDatabase: (value) => {
      there = value;
    },
    cookieOf,
    call: ({ method, url, body, as, key, headers }) =>
      app.http.inject({
        method,
        url,
        headers: {
          host: "127.0.0.1:8420",
          "x-qtwin": "1",
          ...(as === undefined ? {} : { cookie: cookieOf(as.length === 1 ? as[0]! : "everybody", as) }),
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
    close: async () => {
      await app.http.close();
      await test.close();
      rmSync(home.dir, { recursive: true, force: true });
    },
  };
}

export const everyRole: Identity["roles"] = ["viewer", "operator", "planner", "approver", "admin"];

/** A good value of a point, as the twin holds it. */
export const measured = (pointId: string, value: number, parts: Partial<Measurement> = {}): Measurement => ({
  pointId,
  value,
  unit: "kW",
  sourceTimeMs: plantStartMs,
  serverTimeMs: plantStartMs,
  quality: "good",
  qualityCode: "Good",
  source: `opcua:ns=2;s=${pointId}`,
  kind: "instant",
  intervalStartMs: null,
  receivedTimeMs: plantStartMs,
  confidence: 1,
  reasons: [],
  accuracy: null,
  calibration: "valid",
  mode: null,
  ...parts,
});
