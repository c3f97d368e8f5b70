import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Home, homeOf, makeHome } from "../home.ts";
import { type ChildSpec, leftRunning, startChild } from "./child.ts";
import { type Health, healthFromFile } from "./child-health.ts";
import { type KeptChild, keepRunning } from "./keep-running.ts";
import { identityOf, isRunning } from "./process-identity.ts";

let home: Home;
let kept: KeptChild[];
const said: string[] = [];

beforeEach(() => {
  home = homeOf(mkdtempSync(join(tmpdir(), "qtwin-keep-")));
  makeHome(home);
  kept = [];
  said.length = 0;
});
afterEach(async () => {
  await Promise.all(kept.map((child) => child.stop()));
  rmSync(home.dir, { recursive: true, force: true });
});

const writeHealth = (state: string, error: string) =>
  `require("node:fs").writeFileSync(process.env.HEALTH, JSON.stringify({ pid: process.pid, atMs: Date.now(), state: "${state}", error: ${error} }))`;

/** A real program that keeps a health file, as roles do. */
function spec(body: string, name = "part"): ChildSpec {
  const program = join(home.dir, `${name}.cjs`);
  const file = join(home.runDir, `${name}.health.json`);
  writeFileSync(program, body);
  return {
    name,
    args: [program],
    env: { HEALTH: file },
    health: async (pid): Promise<Health> => healthFromFile(file, pid, Date.now()),
    startTimeoutMs: 15_000,
  };
}

const steady = `${writeHealth("ready", "null")}; setInterval(() => undefined, 1000);`;
const ports = () => ({ home, nowMs: () => performance.now(), log: (line: string) => void said.push(line) });
const keep = (child: ChildSpec): KeptChild => {
  const running = keepRunning(child, ports());
  kept.push(running);
  return running;
};

test("a killed child is started again, and none is left after the stop", async () => {
  const child = keep(spec(steady));
  await child.ready;
  const first = child.pid()!;
  process.kill(first, "SIGKILL");
  await vi.waitFor(() => expect(child.pid() ?? first).not.toBe(first), { timeout: 10_000 });
  const second = identityOf(child.pid()!)!;
  expect(child.restarts()).toBe(1);
  await child.stop();
  expect(isRunning(second)).toBe(false);
  expect(leftRunning("part", home)).toBeNull();
});

test("a child that ignores SIGTERM is killed when its time is over", async () => {
  const started = startChild(spec(`process.on("SIGTERM", () => undefined); ${steady}`), home);
  await vi.waitFor(() => expect(identityOf(started.pid)).not.toBeNull());
  await started.end(200);
  expect(identityOf(started.pid)).toBeNull();
});

describe("what an earlier supervisor left", () => {
  test("is taken over when program, process and health match", async () => {
    const program = spec(steady);
    const left = startChild(program, home);
    await vi.waitFor(async () => expect((await program.health(left.pid)).state).toBe("ready"), {
      timeout: 10_000,
    });
    const child = keep(program);
    await child.ready;
    expect(child.pid()).toBe(left.pid);
    expect(said).toEqual([`part taken over (pid ${left.pid})`]);
  });

  test("is ended when it is not the same program", async () => {
    const left = startChild(spec(steady), home);
    const other = { ...spec(steady), args: [...spec(steady).args, "--other"] };
    const child = keep(other);
    await child.ready;
    expect(child.pid()).not.toBe(left.pid);
    expect(identityOf(left.pid)).toBeNull();
  });

  test("is never taken for another process with its pid", async () => {
    const program = spec(steady);
    const record = { pid: process.pid, start: "another time", args: program.args };
    writeFileSync(join(home.runDir, "part.pid"), JSON.stringify(record));
    expect(leftRunning("part", home)).toBeNull();
    const child = keep(program);
    await child.ready;
    expect(child.pid()).not.toBe(process.pid);
  });
});

describe("a child that cannot start", () => {
  test("passes its own error on, with code and fix", async () => {
    const error = `{ kind: "denied", code: "QT_STORE_WRONG_PASSWORD", message: "refused", fix: "correct it" }`;
    const child = keep(spec(`${writeHealth("failed", error)}; process.exit(1);`));
    await expect(child.ready).rejects.toMatchObject({ code: "QT_STORE_WRONG_PASSWORD", fix: "correct it" });
  });

  test("or as the last line of its log", async () => {
    const error = {
      kind: "invalid-input",
      code: "QT_FOUNDRY_NO_ZONE",
      message: "no zone XX",
      fix: "name another",
    };
    const child = keep(
      spec(`console.log("starting"); console.log('${JSON.stringify(error)}'); process.exit(2);`),
    );
    await expect(child.ready).rejects.toMatchObject(error);
  });

  test("or is named with its log when it says nothing", async () => {
    const child = keep(spec("process.exit(3);"));
    await expect(child.ready).rejects.toMatchObject({
      code: "QT_SERVER_CHILD_FAILED",
      message: expect.stringContaining("exit code 3"),
      where: join(home.logsDir, "part.log"),
    });
  });
});
