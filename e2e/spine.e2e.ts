import { copyFile, readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { extractText } from "unpdf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, openBrowser, picture, saved, seriousAxeFindings } from "./browser.ts";
import { type Platform, startPlatform } from "./platform.ts";

const minute = 60_000;
const missing = chromiumPath() === undefined;
if (missing)
  console.log("skipped: e2e/spine needs Chromium: apt-get install chromium, or set QTWIN_CHROMIUM");

/** The tree of possible courses by keyboard; its table has a row for each of its nodes. */
async function walkCourses(page: Page): Promise<void> {
  const courses = page.getByRole("region", { name: "Possible courses" });
  const nodes = courses.getByRole("treeitem");
  const chosen = courses.getByTestId("chosen-course");
  await nodes.first().focus();
  await expect.poll(() => chosen.textContent()).toMatch(/^All courses, now, .*: 50 drawn, 100\.0 %/);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => chosen.textContent()).toMatch(/^Course 1, until \d\d:\d\d.*Load .*Import peak/);
  await page.setViewportSize({ width: 1360, height: 960 });
  await courses.evaluate((section) => window.scrollBy(0, section.getBoundingClientRect().top - 64));
  await picture(page, "possible-courses");
  await page.setViewportSize({ width: 1360, height: 900 });
  await courses.getByText("The same as a table").click();
  expect(await courses.getByRole("row").count()).toBe((await nodes.count()) + 1);
}

describe.skipIf(missing)("from live sensor to verified setpoint, in a real browser", () => {
  let platform: Platform;
  let browser: Browser;
  let page: Page;
  const pageErrors: string[] = [];

  beforeAll(async () => {
    platform = await startPlatform(2 * minute);
    browser = await openBrowser();
    page = await browser.newPage({ viewport: { width: 1360, height: 900 }, colorScheme: "light" });
    page.on("pageerror", (error) => pageErrors.push(error.message));
    page.setDefaultTimeout(30_000);
  }, 3 * minute);

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
  }, minute);

  test(
    "a wrong password is refused with what to do, the right one opens the overview",
    async () => {
      await page.goto(platform.url);
      await page.getByLabel("Name").fill(platform.user);
      await page.getByLabel("Password").first().fill("not the password");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").waitFor();
      await page.getByLabel("Password").first().fill(platform.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("heading", { name: "Overview" }).waitFor();
    },
    minute,
  );

  test(
    "the twin shows live values that change",
    async () => {
      await page.getByRole("link", { name: "Twin" }).click();
      const counter = page.getByTestId("value-meter.importKw");
      await expect.poll(() => counter.textContent(), { timeout: minute }).toMatch(/kW/);
      const first = await counter.textContent();
      await expect.poll(() => counter.textContent(), { timeout: minute }).not.toBe(first);
      await picture(page, "twin");
      expect(await seriousAxeFindings(page)).toEqual([]);
    },
    3 * minute,
  );

  test(
    "a proposal comes within three minutes, and approving it changes the plant",
    async () => {
      await page.getByRole("link", { name: "Overview" }).click();
      const open = page.getByRole("link", { name: "Look at the proposal" });
      await open.waitFor({ timeout: 3 * minute });
      await picture(page, "overview");
      expect(await seriousAxeFindings(page)).toEqual([]);
      await open.click();
      await page.getByRole("heading", { name: "Before and after" }).waitFor();
      await picture(page, "proposal");
      await walkCourses(page);
      expect(await seriousAxeFindings(page)).toEqual([]);
      await page.getByRole("button", { name: "Approve" }).click();
      await expect
        .poll(() => page.getByTestId("proposal-state").textContent(), { timeout: minute })
        .toMatch(/approved|active/);
      const verified = page.locator("[data-command-state=verified]");
      await expect.poll(() => verified.count(), { timeout: 2 * minute }).toBeGreaterThan(0);
      const point = await verified.first().locator("td").nth(1).textContent();
      const state = JSON.stringify(await platform.panel({ do: "state" }));
      expect(state).toContain(point ?? "no point");
      await picture(page, "writes");
    },
    6 * minute,
  );

  test(
    "a heat is dragged, prices are raised, and the plan is made again to look at",
    async () => {
      const section = page.getByRole("region", { name: "What if" });
      await section.getByRole("button", { name: "Try something" }).click();
      const bar = section.locator("[data-bar]").last();
      await bar.waitFor({ timeout: minute });
      await bar.scrollIntoViewIfNeeded();
      const before = await bar.getAttribute("aria-label");
      const name = await bar.getAttribute("data-bar");
      const box = (await bar.boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2, { steps: 6 });
      await page.mouse.up();
      const moved = section.locator(`[data-bar="${name}"]`);
      await expect.poll(() => moved.getAttribute("aria-label")).not.toBe(before);
      const dropped = await moved.getAttribute("aria-label");
      await moved.focus();
      await page.keyboard.press("ArrowLeft");
      await expect.poll(() => moved.getAttribute("aria-label")).not.toBe(dropped);
      await section.getByRole("slider", { name: "Day-ahead prices" }).focus();
      for (let press = 0; press < 4; press++) await page.keyboard.press("ArrowRight");
      await section.getByText("Day-ahead prices: 120 % instead of 100 %").waitFor();
      await section.getByRole("button", { name: "Plan again" }).click();
      const outcome = section.getByTestId("what-if-outcome");
      await outcome.waitFor({ timeout: minute });
      await expect(outcome.textContent()).resolves.toMatch(/than this proposal/);
      await picture(page, "what-if");
      expect(await seriousAxeFindings(page)).toEqual([]);
    },
    3 * minute,
  );

  test(
    "the run behind the plan shows solution and bound over time, and who took part",
    async () => {
      await page.getByRole("link", { name: "Who found what" }).click();
      await page.getByRole("heading", { name: /^Run of/ }).waitFor();
      await page.getByRole("img", { name: "Best solution and proven bound over time" }).waitFor();
      await page.getByRole("region", { name: "Who took part" }).getByText("highs").first().waitFor();
      await picture(page, "run");
      expect(await seriousAxeFindings(page)).toEqual([]);
    },
    minute,
  );

  test(
    "a window of that plan was also run as a quantum circuit: angles, success and five controls",
    async () => {
      const section = page.getByRole("region", { name: "Quantum run" }).first();
      await section.getByText("Predicted success").waitFor();
      expect(await section.textContent()).toMatch(
        /energy window .*choices, one option of each, 3 layers, 1,024 shots on the simulator/,
      );
      const controls = section.getByRole("region", { name: "Controls" });
      for (const method of ["random-sampling", "annealing", "tabu", "enumeration", "highs"])
        await controls.getByRole("cell", { name: method, exact: true }).waitFor();
      const circuit = section.getByRole("region", { name: "Circuit", exact: true });
      await circuit.locator("svg").waitFor();
      await circuit.scrollIntoViewIfNeeded();
      await picture(page, "run-quantum");
    },
    minute,
  );

  test(
    "the figures of the month stand by day",
    async () => {
      await page.getByRole("link", { name: "Figures" }).click();
      await page.getByRole("heading", { name: "Figures of 2023-05" }).waitFor();
      await page.getByRole("columnheader", { name: "Writes", exact: true }).waitFor();
      await picture(page, "figures");
      expect(await seriousAxeFindings(page)).toEqual([]);
      await page.getByRole("button", { name: "Month before" }).click();
      await page.getByRole("heading", { name: "Figures of 2023-04" }).waitFor();
    },
    minute,
  );

  test(
    "the verified write stands in the audit log, whose chain is intact",
    async () => {
      await page.getByRole("link", { name: "Audit" }).click();
      await page.getByRole("heading", { name: "Audit" }).waitFor();
      await expect
        .poll(() => page.locator("tr[data-action*=verif]").count(), { timeout: minute })
        .toBeGreaterThan(0);
      await page.getByRole("button", { name: "Verify the chain" }).click();
      await page.getByText("chain intact").waitFor();
      await picture(page, "audit");
      expect(await seriousAxeFindings(page)).toEqual([]);
    },
    2 * minute,
  );

  test(
    "the screens work in the dark, by keyboard, and without an error in the page",
    async () => {
      await page.getByRole("button", { name: "Use dark colours" }).click();
      await page.keyboard.press("Tab");
      await page.getByRole("link", { name: "Overview" }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Overview" }).waitFor();
      expect(await seriousAxeFindings(page)).toEqual([]);
      await picture(page, "overview-dark");
      expect(pageErrors).toEqual([]);
    },
    minute,
  );

  test(
    "the report of the day is saved as PDF and as HTML, with the writes that were verified",
    async () => {
      // A quarter-hour is billed once the meters were read at both of its ends.
      const url = new URL("/api/v1/report.html?from=2023-05-09&to=2023-05-09", platform.url).href;
      const billed = async () => /(\d+) \/ 96/.exec(await (await page.request.get(url)).text())?.[1];
      await expect.poll(billed, { timeout: 4 * minute, interval: 3_000 }).toMatch(/^[1-9]/);
      await page.getByRole("link", { name: "Figures" }).click();
      await page.getByLabel("Report from").fill("2023-05-09");
      await page.getByLabel("Report to").fill("2023-05-09");
      const pdf = await readFile(await saved(page, "Report as PDF", "report-2023-05-09-2023-05-09.pdf"));
      expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
      const { text } = await extractText(new Uint8Array(pdf), { mergePages: true });
      expect(text).toContain("Example foundry: measurement and verification");
      const html = await saved(page, "Report as HTML", "report-2023-05-09-2023-05-09.html");
      const copy = `${html}.html`;
      await copyFile(html, copy);
      const opened = await browser.newPage({ colorScheme: "light" });
      await opened.goto(pathToFileURL(copy).href);
      await opened.getByRole("heading", { name: "Plans carried out" }).waitFor();
      const total = opened.locator("tfoot tr", { has: opened.locator("td", { hasText: "%" }) });
      const [, plans, due, verified] = await total.locator("td").allTextContents();
      expect([Number(plans) > 0, Number(due) > 0, Number(verified) > 0]).toEqual([true, true, true]);
      // What the meters were read for: some quarter-hours of the day are billed, the others said to be unknown.
      const day = opened.getByRole("row", { name: /Tue, 9 May 2023/ }).first();
      const cells = await day.locator("td").allTextContents();
      expect(cells.at(-1)).toMatch(/^[1-9]\d* \/ 96$/);
      for (const number of [cells[1]!, cells[3]!, verified!]) expect(text).toContain(number);
      await picture(opened, "report");
      expect(await seriousAxeFindings(opened)).toEqual([]);
      await opened.close();
    },
    5 * minute,
  );

  test(
    "release all hands every asset back without a question",
    async () => {
      await page.getByRole("button", { name: "Release all" }).click();
      await page.getByText("Released: the plant is under its own control.").waitFor();
    },
    minute,
  );
});
