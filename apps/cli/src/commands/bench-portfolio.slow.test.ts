import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../testing/run-cli.ts";

/** Fisher and Thompson 1963: six jobs on six machines, proven best 55. */
const ft06 = `6 6
2 1 0 3 1 6 3 7 5 3 4 6
1 8 2 5 4 10 5 10 0 10 3 4
2 5 3 4 5 8 0 9 1 1 4 7
1 5 0 5 2 5 3 3 4 8 5 9
2 9 1 3 4 5 5 4 0 3 3 1
1 3 3 3 5 9 0 10 4 4 2 1
`;
const size = 15;
/** Too large to be proven in a moment. */
const large = [
  `${size} ${size}`,
  ...Array.from({ length: size }, (_, job) =>
    Array.from(
      { length: size },
      (_, at) => `${((1 + (job % 2)) * at + job) % size} ${1 + ((7 * job * job + 31 * at * at) % 97)}`,
    ).join(" "),
  ),
].join("\n");
let dir: string;

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "qtwin-bench-portfolio-"));
  mkdirSync(join(dir, "jsp"));
  writeFileSync(join(dir, "jsp", "ft06"), ft06);
  writeFileSync(join(dir, "jsp", "large"), large);
  const instances = {
    ft06: { file: "ft06", best: 55, lower_bound: 55, optimal: true },
    ft10: { file: "ft10", best: 930 },
    large: { file: "large", best: 1 },
  };
  writeFileSync(join(dir, "jsp", "best-known.json"), JSON.stringify({ instances }));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (...args: readonly string[]) =>
  runCli(["bench", "jsp", "--data", dir, "--only", "ft06", "--time", "2", ...args], {
    env: { QTWIN_HOME: join(dir, "home") },
  });

test("one document with a row, a summary and a peer, where there is Python", async () => {
  const { code, stdout, stderr } = await run("--json", "--peers", "cp-sat", "--stability", ...python());
  expect(code, stderr).toBe(0);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ family: "jsp", time: 2, threads: 2 });
  const [row] = result.rows;
  expect(row).toMatchObject({ instance: "ft06", set: "ft", best: 55 });
  expect(row.objective).toBeGreaterThanOrEqual(55);
  expect(row.bound).toBeLessThanOrEqual(55);
  expect(result.summary).toMatchObject([{ set: "ft", count: 1, solved: 1 }]);
  expect(result.stability).toMatchObject([{ instance: "ft06" }]);
  const [peer] = result.peers;
  expect(peer.name).toBe("cp-sat");
  // Without Python the row says so.
  const expected =
    peer.rows[0].status === "failed"
      ? { note: expect.stringMatching(/python3|install/) }
      : { objective: 55, proven: true };
  expect(peer.rows).toMatchObject([expected]);
  expect(stderr).toContain("1/1 ft06, qtwin:");
}, 300_000);

/** QTWIN_BENCH_PYTHON names a folder that is kept, or that has the peers already. */
function python(): readonly string[] {
  const kept = process.env.QTWIN_BENCH_PYTHON;
  return kept === undefined ? [] : ["--python", kept];
}

test("rows are kept in a file, and the tables of the report come from it without solving again", async () => {
  const out = join(dir, "rows.jsonl");
  expect((await run("--out", out)).code).toBe(0);
  const { stdout, stderr } = await run("--out", out, "--markdown");
  expect(stderr).not.toContain("ft06, qtwin");
  expect(stdout).toContain("### jsp: 2 s an instance, 2 threads, seed 1");
  expect(stdout).toMatch(/\| ft \| qtwin \| 1 \| 1 \|/);
}, 300_000);

test("a pattern that is none and a set that there is not are refused", async () => {
  expect(await run("--only", "(")).toMatchObject({ code: 2 });
  const { code, stderr } = await run("--sets", "swv");
  expect([code, stderr]).toEqual([4, expect.stringContaining("[QT_BENCH_NO_INSTANCE]")]);
}, 300_000);

test("a solver that there is not is refused before anything is solved", async () => {
  const { code, stdout, stderr } = await run("--solver", "hihgs");
  expect([code, stdout, stderr]).toEqual([
    4,
    "",
    expect.stringContaining("There is no solver 'hihgs'; there is"),
  ]);
}, 300_000);

test("what Ctrl-C ended says how much of it was run, and exits like it", async () => {
  const main = resolve(import.meta.dirname, "../main.ts");
  const which = ["--data", dir, "--only", "ft06|large", "--time", "60", "--solver", "job-shop", "--json"];
  const child = spawn(process.execPath, [main, "bench", "jsp", ...which]);
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    if (stderr === "") child.kill("SIGINT");
    stderr += chunk.toString();
  });
  const code = await new Promise((done) => child.once("close", done));
  expect([code, stderr]).toEqual([130, expect.stringContaining("Interrupted: 1 of 2 instances were run.")]);
  expect(JSON.parse(stdout)).toMatchObject({ instances: { run: 1, of: 2 }, rows: [{ instance: "ft06" }] });
}, 300_000);
