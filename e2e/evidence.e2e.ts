import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../apps/cli/src/testing/run-cli.ts";
import { chromiumPath, openBrowser, picture, seriousAxeFindings } from "./browser.ts";
import { type Platform, startPlatform } from "./platform.ts";

const minute = 60_000;
const missing = chromiumPath() === undefined;
if (missing)
  console.log("skipped: e2e/evidence needs Chromium: apt-get install chromium, or set QTWIN_CHROMIUM");

/** A ring of weighted spins without fields as a QUBO, which is a max cut; a field makes it a plain QUBO. */
function ring(count: number, field: number): string {
  const lines: string[] = [];
  for (let node = 1; node <= count; node++) {
    lines.push(`${node} ${node} ${-6 + (node === 1 ? field : 0)}`);
    const next = (node % count) + 1;
    lines.push(`${Math.min(node, next)} ${Math.max(node, next)} 3`);
  }
  return `${count} ${lines.length}\n${lines.join("\n")}\n`;
}

describe.skipIf(missing)("the evidence ledger, from the command line to the screen", () => {
  const folder = mkdtempSync(join(tmpdir(), "qtwin-e2e-ledger-"));
  let platform: Platform;
  let browser: Browser;
  let page: Page;
  const pageErrors: string[] = [];

  /** Solves with QAOA while the platform runs; the run must be in its ledger at once. */
  async function measure(name: string, text: string, ...more: string[]): Promise<void> {
    const file = join(folder, name);
    writeFileSync(file, text);
    const words = ["solve", file, "--solver", "qaoa", "--set", "evaluations=20", ...more];
    const { code, stderr } = await runCli(words, { env: { QTWIN_HOME: platform.homeDir } });
    expect(stderr).toContain("1 run recorded in the evidence ledger");
    expect(code).toBe(0);
  }

  /** Rows of what is measured here; the loop adds the windows of its plans. */
  const measured = (): Locator => page.locator("tr[data-verdict]").filter({ hasText: /ring-|field-/ });

  beforeAll(async () => {
    platform = await startPlatform(2 * minute);
    browser = await openBrowser();
    page = await browser.newPage({
      viewport: { width: 1360, height: 900 },
      colorScheme: "light",
      locale: "en-GB",
    });
    page.on("pageerror", (error) => pageErrors.push(error.message));
    page.setDefaultTimeout(30_000);
    await page.goto(`${platform.url}/evidence`);
    await page.getByLabel("Name").fill(platform.user);
    await page.getByLabel("Password").first().fill(platform.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Evidence" }).waitFor();
  }, 3 * minute);

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
    rmSync(folder, { recursive: true, force: true });
  }, minute);

  test(
    "an empty ledger says how to fill it",
    async () => {
      // The loop fills the real one as soon as it has a plan.
      const ledger = /\/api\/[^?]*\/evidence(\?|$)/;
      await page.route(ledger, (route) => route.fulfill({ json: [] }));
      await page.reload();
      await page.getByText("No quantum run is recorded yet").waitFor();
      await page.getByText("qtwin solve model.qubo --solver qaoa").waitFor();
      expect(await seriousAxeFindings(page)).toEqual([]);
      await picture(page, "evidence-empty");
      await page.unroute(ledger);
    },
    minute,
  );

  test(
    "runs show beside their controls, and a plain solver that was as good and no slower is named",
    async () => {
      await measure("ring-10.qubo", ring(10, 0));
      await measure("ring-8.qubo", ring(8, 0), "--resources");
      await measure("field-9.qubo", ring(9, 1));
      await page.reload();
      await expect.poll(() => measured().count(), { timeout: minute }).toBe(3);
      await page.getByRole("img", { name: /2 runs of maxcut/ }).waitFor();
      await page.getByText("In 2 of 2 runs a plain solver was as good and no slower.").first().waitFor();
      await page.getByRole("button", { name: "Show controls of ring-8" }).click();
      await page.getByRole("cell", { name: "enumeration", exact: true }).waitFor();
      await page.getByText("physical qubits").waitFor();
      expect(await seriousAxeFindings(page)).toEqual([]);
      await picture(page, "evidence");
    },
    5 * minute,
  );

  test(
    "the table sorts by a column and filters by class, and gives the same as CSV",
    async () => {
      const first = measured().first();
      await page.getByRole("button", { name: "Qubits" }).click();
      expect(await first.textContent()).toContain("ring-8");
      await page.getByRole("button", { name: "Qubits" }).click();
      expect(await first.textContent()).toContain("ring-10");
      await page.getByLabel("Class").selectOption("qubo");
      expect(await page.locator("tr[data-verdict]").count()).toBe(1);
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Download as CSV" }).click(),
      ]);
      const lines = readFileSync(await download.path(), "utf8")
        .trimEnd()
        .split("\r\n");
      expect(lines[0]).toMatch(/^number,id,endedAt/);
      expect(lines.slice(1).every((line) => line.includes(",qubo,"))).toBe(true);
    },
    minute,
  );

  test(
    "the page works in the dark and on a narrow screen, without an error in it",
    async () => {
      await page.getByRole("button", { name: "Use dark colours" }).click();
      await page.getByLabel("Class").selectOption("");
      expect(await seriousAxeFindings(page)).toEqual([]);
      await picture(page, "evidence-dark");
      await page.setViewportSize({ width: 390, height: 844 });
      // Charts take the new width in the next frame.
      await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBe(390);
      await picture(page, "evidence-narrow-dark");
      expect(pageErrors).toEqual([]);
    },
    minute,
  );
});
