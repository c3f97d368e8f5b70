import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleEvidence } from "@qtwin/model/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../testing/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "qtwin-ledger-"));
const env = { QTWIN_HOME: join(folder, "home") };
const file = join(folder, "small.qubo");

/** Six variables, minimum −9 where 1, 2 and 4 are set. */
const qubo = "6 8\n1 1 -4\n2 2 -4\n3 3 1\n4 4 -3\n5 5 2\n6 6 1\n1 2 1\n2 5 1\n";

beforeAll(() => writeFileSync(file, qubo));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a quantum run is recorded where no platform runs, and the next look takes it into the ledger", async () => {
  const words = ["solve", file, "--solver", "qaoa", "--seed", "2", "--time", "60", "--set", "evaluations=20"];
  const solved = await runCli([...words, "--json"], { env });
  expect(solved.stderr).toMatch(/1 run kept in .*qtwin evidence/);
  const { objective, evidence } = JSON.parse(solved.stdout);
  expect(objective).toBe(-9);
  expect(evidence).toHaveLength(1);
  expect(readdirSync(join(env.QTWIN_HOME, "run", "evidence"))).toHaveLength(1);

  const listed = await runCli(["evidence", "--class", "qubo", "--json"], { env });
  expect([listed.code, listed.stderr]).toEqual([0, expect.any(String)]);
  const { entries } = JSON.parse(listed.stdout);
  expect(entries).toMatchObject([
    {
      number: 1,
      by: expect.stringMatching(/^os:/),
      evidence: evidence[0],
      verdict: { kind: "plain-faster" },
    },
  ]);
  expect(readdirSync(join(env.QTWIN_HOME, "run", "evidence"))).toEqual([]);

  const csv = await runCli(["evidence", "--csv"], { env });
  const lines = csv.stdout.split("\r\n");
  expect(lines[0]).toMatch(/^number,id,endedAt/);
  expect(lines).toHaveLength(2 + 1 + evidence[0].controls.length);
}, 300_000);

test("a CSV has all runs; who sees only the newest is told so", async () => {
  const outbox = join(env.QTWIN_HOME, "run", "evidence");
  mkdirSync(outbox, { recursive: true });
  for (let index = 0; index < 60; index++) {
    const evidence = exampleEvidence({ problemClass: "many", controls: [] });
    const record = { id: `many${index}`, atMs: index, by: "os:ada", evidence };
    writeFileSync(join(outbox, `${record.id}.json`), JSON.stringify(record));
  }
  writeFileSync(join(outbox, "broken.json"), "no run");
  const csv = await runCli(["evidence", "--class", "many", "--csv"], { env });
  expect([csv.code, csv.stdout.trimEnd().split("\r\n").length]).toEqual([0, 1 + 60]);
  expect(csv.stderr).toContain("broken.json cannot go into the evidence ledger");
  expect(csv.stderr).not.toContain("older runs");
  const listed = await runCli(["evidence", "--class", "many", "--json"], { env });
  expect(JSON.parse(listed.stdout).entries).toHaveLength(50);
  expect(listed.stderr).toContain("There are older runs than these 50");
  const few = await runCli(["evidence", "--class", "many", "--csv", "--limit", "7"], { env });
  expect(few.stdout.trimEnd().split("\r\n")).toHaveLength(1 + 7);
  expect(few.stderr).toContain("There are older runs than these 7");
  const all = await runCli(["evidence", "--class", "many", "--limit", "60"], { env });
  expect(all.stderr).not.toContain("older runs");
}, 300_000);

test("two formats at once are refused", async () => {
  const { code, stdout } = await runCli(["evidence", "--csv", "--json"], { env });
  expect(code).toBe(2);
  expect(JSON.parse(stdout).error).toMatchObject({ code: "QT_CLI_BAD_OPTION", where: "--csv" });
}, 60_000);

test("who does not want it recorded says so, and a wrong day is refused", async () => {
  const words = ["solve", file, "--solver", "qaoa", "--set", "evaluations=5", "--no-record"];
  const solved = await runCli(words, { env });
  expect(solved.stdout).toMatch(/qaoa on 6 qubits beside plain methods: \S+: same objective in/);
  expect(solved.stderr).not.toMatch(/ledger/);
  const wrong = await runCli(["evidence", "--since", "yesterday", "--json"], { env });
  expect(wrong.code).not.toBe(0);
  expect(JSON.parse(wrong.stdout).error).toMatchObject({ code: "QT_CLI_BAD_OPTION", where: "--since" });
}, 120_000);
