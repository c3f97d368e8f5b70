// Runs the tests with vitest and ends with the line `N passed, N failed[, N skipped]`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly TestFile[];
}

interface TestFile {
  readonly name: string;
  readonly status: string;
  /** Why the file failed before its first test. */
  readonly message?: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName: string;
    readonly failureMessages?: readonly string[];
  }[];
}

const args = process.argv.slice(2);
// `--all`: everything; with `--additional`: only what `npm test` leaves out.
const additional = args.includes("--additional");
const groups = !args.includes("--all") ? ["fast"] : [...(additional ? [] : ["fast"]), "slow", "alone"];
const filters = args.filter((arg) => arg !== "--all" && arg !== "--additional");
const vitest = "node_modules/vitest/vitest.mjs";

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function runGroup(group: string): Outcome {
  const output = join(mkdtempSync(join(tmpdir(), "qtwin-test-")), "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${output}`];
  const { status } = spawnSync(
    process.execPath,
    // Files named on the command line are in one group, not in the others.
    [vitest, "run", "--passWithNoTests", ...reporters, ...filters],
    { stdio: "inherit", env: { ...process.env, QTWIN_TESTS: group } },
  );
  if (!existsSync(output)) return { passed: 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  const report: Report = JSON.parse(readFileSync(output, "utf8"));
  // A file that fails before its first test has no assertion to count, but has failed all the same.
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const failed = report.numFailedTests + broken.length;
  for (const file of report.testResults) for (const line of failuresOf(file)) failures.push(line);
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: report.numPendingTests,
  };
}

/** A line for each failure, which stands at the end of the output too: CI keeps that best. */
function failuresOf({ name, status, message, assertionResults }: TestFile): string[] {
  const firstLine = (text = ""): string => text.trim().split("\n", 1)[0]!;
  const failed = assertionResults.filter((test) => test.status === "failed");
  if (assertionResults.length === 0 && status === "failed")
    return [`FAILED ${relative(".", name)}: ${firstLine(message)}`];
  return failed.map(
    ({ fullName, failureMessages }) =>
      `FAILED ${relative(".", name)} > ${fullName}: ${firstLine(failureMessages?.[0])}`,
  );
}

const failures: string[] = [];
const outcomes = groups.map(runGroup);
for (const line of failures) console.log(line);
const sum = (of: keyof Outcome): number => outcomes.reduce((total, outcome) => total + outcome[of], 0);
const [passed, failed, skipped] = [sum("passed"), sum("failed"), sum("skipped")];
const skipFails = process.env.CI === "true" && skipped > 0;
if (skipFails)
  console.log("With CI=true a skipped test counts as a failure: install what the lines above name.");
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed > 0 || skipFails || passed === 0 ? 1 : 0);
