import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runCli } from "../testing/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "qtwin-report-"));
// PostgreSQL runs as another user when we are root: it must be able to enter.
chmodSync(folder, 0o755);
const env = { QTWIN_HOME: join(folder, "home") };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a report of days nobody measured says so, in the reader's language, as the file's name asks", async () => {
  const out = join(folder, "mai.pdf");
  const days = ["--from", "2023-03-26", "--to", "2023-03-26"];
  const made = await runCli(["report", "foundry", ...days, "--locale", "fr", "--out", out, "--json"], {
    env,
  });
  expect([made.code, made.stderr]).toEqual([0, expect.any(String)]);
  const { document, ...rest } = JSON.parse(made.stdout);
  const pdf = readFileSync(out);
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(rest).toEqual({ file: out, format: "pdf", bytes: pdf.length });
  expect(document.title).toBe("Example foundry : rapport de phase pilote");
  // The clocks went forward that day: 92 quarter-hours.
  expect(JSON.stringify(document)).toContain("Sur 92 quarts d'heure, 92 n'ont pas de relevé");
});

test("a day that does not exist, and two answers on one output, are refused", async () => {
  const bad = await runCli(["report", "foundry", "--from", "2023-02-29", "--to", "2023-03-01"], { env });
  expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining("QT_LOOP_BAD_PERIOD")]);
  const days = ["--from", "2023-03-01", "--to", "2023-03-01"];
  const both = await runCli(["report", "foundry", ...days, "--out", "-", "--json"], { env });
  expect([both.code, JSON.parse(both.stdout).error.code]).toEqual([2, "QT_CLI_BAD_OPTION"]);
});
