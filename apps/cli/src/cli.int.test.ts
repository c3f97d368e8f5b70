import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { homeOf, makeHome, ownHome } from "@qtwin/server";
import { withTestStore } from "@qtwin/store/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "./testing/run-cli.ts";

const foundry = resolve(import.meta.dirname, "../../../sites/foundry");
let dir: string;
let home: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "qtwin-cli-"));
  home = join(dir, "home");
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (args: readonly string[], env: Record<string, string> = {}, input?: string) =>
  runCli(args, { env: { QTWIN_HOME: home, ...env }, ...(input === undefined ? {} : { input }) });

/** The one JSON document a command prints; fails when anything else is beside it. */
const document = (stdout: string): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;

/** A copy of the foundry's site with one file changed. */
function brokenSite(name: string, file: string, change: (text: string) => string): string {
  const copy = join(dir, name);
  cpSync(foundry, copy, { recursive: true, filter: (path) => !/node_modules|[/\\]src$/.test(path) });
  writeFileSync(join(copy, file), change(readFileSync(join(copy, file), "utf8")));
  return join(copy, "site.json");
}

describe("qtwin check", () => {
  test("says that the foundry is in order, as one document", async () => {
    const { code, stdout } = await run(["check", "foundry", "--json"]);
    expect(code).toBe(0);
    expect(document(stdout)).toEqual({ site: "foundry", ok: true, findings: [] });
  });

  test("names the place of an unknown unit and of broken JSON", async () => {
    const unit = await run([
      "check",
      brokenSite("unit", "points.json", (text) => text.replace('"unit": "kW"', '"unit": "horsepower"')),
      "--json",
    ]);
    expect(unit.code).toBe(2);
    expect(unit.stdout).toContain("points[0].unit");
    expect(unit.stdout).toContain("Use one of");
    const json = await run(["check", brokenSite("json", "site.json", (text) => text.replace("{", "{,"))]);
    expect(json.code).toBe(2);
    expect(json.stdout).toMatch(/site\.json:1:2/);
  });

  test("a site that does not exist is 'not found', also as a document", async () => {
    const { code, stdout, stderr } = await run(["check", "nowhere", "--json"]);
    expect(code).toBe(4);
    expect(document(stdout).error).toMatchObject({ code: "QT_SITE_NOT_FOUND", where: "nowhere" });
    expect(stderr).toContain("[QT_SITE_NOT_FOUND]");
  });
});

describe("arguments", () => {
  test.each([
    [["bogus"]],
    [["serve", "--port", "many"]],
    [["loop", "foundry", "--approve", "me"]],
    [["users", "add"]],
  ])("%j is refused with 2", async (args) => {
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).not.toBe("");
  });

  test("help has examples", async () => {
    const { code, stdout } = await run(["serve", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Examples:");
  });
});

describe("what cannot start says why and what to do", () => {
  test("a port in use", async () => {
    const other = createServer();
    const port = await new Promise<number>((done) => {
      other.listen(0, "127.0.0.1", () => done((other.address() as { port: number }).port));
    });
    const { code, stderr } = await run(["serve", "foundry", "--port", String(port)]);
    other.close();
    expect(code).toBe(7);
    expect(stderr).toContain(`Port ${port} is used by another program.`);
    expect(stderr).toContain(`--port ${port + 1}`);
  });

  test("a data directory that another Qtwin owns", async () => {
    const owned = homeOf(join(dir, "owned"));
    makeHome(owned);
    const lock = ownHome(owned, "foundry");
    const { code, stderr } = await run(["serve", "foundry"], { QTWIN_HOME: owned.dir });
    lock.release();
    expect(code).toBe(7);
    expect(stderr).toContain(`process ${process.pid}`);
  });

  test("a data directory that is a file", async () => {
    writeFileSync(join(dir, "file"), "");
    const { code, stderr } = await run(["serve", "foundry"], { QTWIN_HOME: join(dir, "file") });
    expect(code).toBe(6);
    expect(stderr).toContain("[QT_SERVER_NOT_WRITABLE]");
  });

  test("a plant that is not there", async () => {
    const { code, stderr } = await run(["release", "foundry"]);
    expect(code).toBe(8);
    expect(stderr).toContain("[QT_SITE_PLANT_NOT_READY]");
  });

  test("automatic approval on a real plant, before anything is started", async () => {
    const site = brokenSite("real", "site.json", (text) => {
      const { simulated: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
      return JSON.stringify(rest).replace('"autoApprove":true', '"autoApprove":false');
    });
    const { code, stdout } = await run(["loop", site, "--approve", "auto", "--json"]);
    expect(code).toBe(5);
    expect(document(stdout).error).toMatchObject({ kind: "denied", code: "QT_DECIDE_AUTO_DENIED" });
  });
});

describe("on a database", () => {
  let database: Awaited<ReturnType<typeof withTestStore>>;
  beforeAll(async () => {
    database = await withTestStore();
  });
  afterAll(() => database.close());
  const onDatabase = (args: readonly string[], input?: string) =>
    run(args, { QTWIN_DATABASE_URL: database.url }, input);

  test("people are added with a password from a pipe, and listed", async () => {
    const weak = await onDatabase(["users", "add", "anna.berg", "--role", "viewer"], "short");
    expect(weak.code).toBe(2);
    expect(weak.stderr).toContain("[QT_STORE_WEAK_PASSWORD]");
    const added = await onDatabase(
      ["users", "add", "anna.berg", "--role", "viewer", "approver"],
      "a-long-password\n",
    );
    expect(added.stdout).toBe("Added anna.berg as viewer, approver.\n");
    expect((await database.store.users.login("anna.berg", "a-long-password")).ok).toBe(true);
    const { stdout } = await onDatabase(["users", "list", "--json"]);
    expect(document(stdout).users).toMatchObject([{ name: "anna.berg", roles: ["viewer", "approver"] }]);
    expect(stdout).not.toContain("password");
  });

  test("the audit log verifies, and a changed entry is found", async () => {
    const intact = await onDatabase(["audit", "verify", "--json"]);
    expect(intact.code).toBe(0);
    const { count, headHash } = document(intact.stdout);
    expect(count).toBe(1);
    const cut = await onDatabase(["audit", "verify", "--head", `2:${String(headHash)}`]);
    expect(cut.code).toBe(7);
    expect(cut.stdout).toContain("BROKEN");
  });

  test("a wrong password is named, without showing any", async () => {
    const url = new URL(database.url);
    url.password = "not-the-password";
    const { code, stderr, stdout } = await run(["users", "list"], { QTWIN_DATABASE_URL: url.href });
    expect(code).toBe(5);
    expect(stderr).toContain("[QT_STORE_WRONG_PASSWORD]");
    expect(stderr + stdout).not.toContain("not-the-password");
  });

  test("a database that is away is named", async () => {
    const { code, stderr } = await run(["users", "list"], {
      QTWIN_DATABASE_URL: "postgresql://u:p@127.0.0.1:9/x",
    });
    expect(code).toBe(8);
    expect(stderr).toContain("[QT_STORE_AWAY]");
  });
});

describe("qtwin bench quantum", () => {
  test("filtered, it measures Qtwin alone and prints one document", async () => {
    const { code, stdout, stderr } = await run([
      "bench",
      "quantum",
      "--n",
      "8",
      "--precision",
      "f32",
      "--graph",
      "dense",
      "--threads",
      "1",
      "--json",
    ]);
    expect(code).toBe(0);
    const { rows, comparisons, gradients, enumeration, memory } = document(stdout);
    expect(rows).toMatchObject([{ engine: "qtwin", n: 8, graph: "dense", threads: 1, precision: "f32" }]);
    const [row] = rows as readonly { layerMs: number; passMs: number; layerPasses: number }[];
    expect(row!.layerPasses).toBeCloseTo(row!.layerMs / row!.passMs, 9);
    expect(gradients).toMatchObject([{ n: 8, layers: 3 }]);
    expect(enumeration).toMatchObject({ n: 28 });
    expect([comparisons, memory]).toEqual([[], null]);
    expect(stderr).toContain("n = 8, dense, 1 thread, f32");
  });

  test.each([
    [["--n", "3"], "--n is '3'; it must be a number from 4 to 28"],
    [["--n", "9", "--graph", "3-regular"], "take --graph dense or --n 8"],
    [["--n", "28", "--precision", "f64"], "take --n 27 or --precision f32"],
    [["--precision", "f16"], "--precision is 'f16'; it must be f32, f64"],
    [["--threads", "0"], "--threads is '0'"],
  ])("refuses %j and says how to fix it", async (args, message) => {
    const { code, stderr } = await run(["bench", "quantum", ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
