import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createClient } from "@qtwin/api";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runCli } from "./testing/run-cli.ts";

const main = resolve(import.meta.dirname, "main.ts");
const readyLine = /Qtwin is ready: (http:\S+)\s+user: (\S+)\s+password: (.+)/;
const startLimitMs = 180_000;
vi.setConfig({ testTimeout: startLimitMs });

let home: string;
let serving: { readonly process: ChildProcess; readonly url: string; readonly password: string };

async function serve(): Promise<typeof serving> {
  const child = spawn(process.execPath, [main, "serve", "foundry", "--port", "0"], {
    env: { ...process.env, QTWIN_HOME: home },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
  // Stops waiting when the server ended: what it said is in the failure either way.
  const over = () => readyLine.test(said) || child.exitCode !== null;
  await vi.waitFor(() => expect(over(), said).toBe(true), { timeout: startLimitMs - 5_000, interval: 200 });
  expect(said).toMatch(readyLine);
  const [, url, , password] = readyLine.exec(said)!;
  return { process: child, url: url!, password: password!.trim() };
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) done();
    else child.once("exit", () => done());
  });

const pidOf = (name: string): number =>
  (JSON.parse(readFileSync(join(home, "run", `${name}.pid`), "utf8")) as { pid: number }).pid;
const parts = ["plant", "ingest", "worker", "api"];

/** Processes whose command line names our data directory (Linux). */
function ours(): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return line.includes(home) ? [line] : [];
      } catch {
        return [];
      }
    });
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "qtwin-platform-"));
  // Run by root, PostgreSQL is another user, who must be able to pass through.
  chmodSync(home, 0o711);
  serving = await serve();
}, startLimitMs);
afterAll(async () => {
  serving?.process.kill("SIGTERM");
  if (serving) await ended(serving.process);
  rmSync(home, { recursive: true, force: true });
});

const alive = async (): Promise<boolean> =>
  fetch(`${serving.url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  );

test("the first person signs in with the password that was printed, and sees a live twin", async () => {
  let cookie: string | undefined;
  const client = createClient({
    baseUrl: serving.url,
    cookie: () => cookie,
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? cookie;
      return answer;
    },
  });
  await client.login({ body: { name: "admin", password: serving.password } });
  await vi.waitFor(
    async () => {
      const { data, links } = await client.overview();
      expect(data.missing).toBe(0);
      expect(links.map(({ state }) => state)).toEqual(["connected", "connected"]);
    },
    { timeout: 60_000, interval: 500 },
  );
  for (const log of readdirSync(join(home, "logs")))
    expect(readFileSync(join(home, "logs", log), "utf8"), log).not.toContain(serving.password);
});

test("the command line turns the loop of the running platform", async () => {
  const args = ["loop", "foundry", "--cycles", "1", "--approve", "auto", "--json"];
  const { code, stdout, stderr } = await runCli(args, { env: { QTWIN_HOME: home } });
  expect(code, stderr).toBe(0);
  const { cycles } = JSON.parse(stdout) as { cycles: { proposalId: string; writesDone: number }[] };
  expect(cycles).toHaveLength(1);
  expect(cycles[0]).toMatchObject({ proposalId: expect.any(String), baselineCostEur: expect.any(Number) });
}, 300_000);

test.each(parts)("a killed %s is back", async (name) => {
  const before = pidOf(name);
  process.kill(before, "SIGKILL");
  await vi.waitFor(() => expect(pidOf(name)).not.toBe(before), { timeout: 60_000, interval: 200 });
  await vi.waitFor(async () => expect(await alive()).toBe(true), { timeout: 60_000, interval: 200 });
});

test("a race while the platform runs teaches it, and the next one starts in that order", async () => {
  const file = join(home, "box.lp");
  const items = Array.from({ length: 14 }, (_, at) => at);
  const sum = (weight: (at: number) => number): string =>
    items.map((at) => `${weight(at)} x${at}`).join(" + ");
  writeFileSync(
    file,
    `Maximize\n v: ${sum((at) => 5 + ((at * 7) % 11))}\nSubject To\n r: ${sum((at) => 3 + ((at * 5) % 13))} <= 40\nBinaries\n ${items.map((at) => `x${at}`).join(" ")}\nEnd\n`,
  );
  const solved = await runCli(["solve", file, "--threads", "2", "--gap", "0", "--json"], {
    env: { QTWIN_HOME: home },
  });
  expect(JSON.parse(solved.stdout)).toMatchObject({ status: "optimal" });
  const listed = await runCli(["experience", "--json"], { env: { QTWIN_HOME: home } });
  const { experience } = JSON.parse(listed.stdout) as { experience: Record<string, Record<string, unknown>> };
  // The loop races too, on its own kind of problem.
  const taught = Object.entries(experience).find(([problemClass]) => problemClass.startsWith("knapsack/"));
  expect(Object.keys(taught?.[1] ?? {})).toContain("knapsack");
  const again = await runCli(["solve", file, "--threads", "2", "--json"], { env: { QTWIN_HOME: home } });
  const [first] = (JSON.parse(again.stdout) as { members: { reason: string }[] }).members;
  expect(first!.reason).toMatch(/wins in 1 races of knapsack/);
});

test("after the server is killed the next one takes its children over, at the same address", async () => {
  const health = (name: string): { pid: number; state: string } =>
    JSON.parse(readFileSync(join(home, "run", `${name}.health.json`), "utf8"));
  await vi.waitFor(
    () => {
      for (const name of ["ingest", "worker", "api"])
        expect(health(name)).toMatchObject({ pid: pidOf(name), state: "ready" });
    },
    { timeout: 120_000, interval: 200 },
  );
  const before = parts.map(pidOf);
  serving.process.kill("SIGKILL");
  await ended(serving.process);
  expect(await alive()).toBe(true);
  const { url } = serving;
  serving = await serve();
  expect(serving.url).toBe(url);
  expect(parts.map(pidOf)).toEqual(before);
});

test("a normal stop leaves nothing running", { skip: process.platform !== "linux" }, async () => {
  expect(ours().length).toBeGreaterThan(4);
  serving.process.kill("SIGINT");
  await ended(serving.process);
  expect(serving.process.exitCode).toBe(0);
  expect(ours()).toEqual([]);
});
