// Runs the tests with vitest and ends with the line `N passed, N failed[, N skipped]`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

const args = process.argv.slice(2);
// `--all`: everything; with `--additional`: only what `npm test` leaves out.
const chosen = !args.includes("--all") ? "fast" : args.includes("--additional") ? "slow" : "all";
const filters = args.filter((arg) => arg !== "--all" && arg !== "--additional");
const output = join(mkdtempSync(join(tmpdir(), "qtwin-test-")), "report.json");
const vitest = "node_modules/vitest/vitest.mjs";
const run = spawnSync(
  process.execPath,
  [vitest, "run", "--reporter=default", "--reporter=json", `--outputFile.json=${output}`, ...filters],
  { stdio: "inherit", env: { ...process.env, QTWIN_TESTS: chosen } },
);
const report: Report = JSON.parse(readFileSync(output, "utf8"));
// A file that fails before its first test has no assertion to count, but has failed all the same.
const brokenFiles = report.testResults.filter(
  (file) => file.status === "failed" && file.assertionResults.length === 0,
);
const failed = report.numFailedTests + brokenFiles.length;
const skipped = report.numPendingTests;
const skipFails = process.env.CI === "true" && skipped > 0;
if (skipFails)
  console.log("With CI=true a skipped test counts as a failure: install what the lines above name.");
console.log(`${report.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed > 0 || skipFails || report.numPassedTests === 0 || run.status !== 0 ? 1 : 0);
