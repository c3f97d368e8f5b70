import { runQaoa } from "@qtwin/quantum";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { formatEnergy } from "../apps/dashboard/src/quantum/figures.ts";
import { problemCost } from "../apps/dashboard/src/quantum/problems.ts";
import { chromiumPath, openBrowser, picture, seriousAxeFindings } from "./browser.ts";
import { type Platform, startPlatform } from "./platform.ts";

const minute = 60_000;
const missing = chromiumPath() === undefined;
if (missing)
  console.log("skipped: e2e/quantum needs Chromium: apt-get install chromium, or set QTWIN_CHROMIUM");

const wide = { viewport: { width: 1360, height: 900 } };
const tile = (page: Page, title: string) => page.getByRole("region", { name: title, exact: true });

/** What a tile shows as a number, for example 7.13 of `7.13 %`. */
async function figureOf(page: Page, title: string): Promise<number> {
  const text = (await tile(page, title).locator(".figure").textContent()) ?? "";
  return Number.parseFloat(text.replace("−", "-"));
}

describe.skipIf(missing)("QAOA on the WebAssembly kernel, in a real browser", () => {
  let platform: Platform;
  let browser: Browser;
  let page: Page;
  const pageErrors: string[] = [];

  /** The page of a signed-in user. */
  async function openQuantum(options: BrowserContextOptions, prepare?: (page: Page) => Promise<void>) {
    page = await browser.newPage({ locale: "en-GB", ...options });
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => pageErrors.push(error.message));
    await prepare?.(page);
    await page.goto(`${platform.url}/quantum`);
    await page.getByLabel("Name").fill(platform.user);
    await page.getByLabel("Password").first().fill(platform.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Quantum" }).waitFor();
  }

  beforeAll(async () => {
    platform = await startPlatform(2 * minute);
    browser = await openBrowser();
  }, 3 * minute);

  afterEach(async () => {
    await page.close();
  });

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
  }, minute);

  test(
    "12 variables and two layers: the certified optimum and the success probability that Node finds too",
    async () => {
      const cost = problemCost("max-cut", 12, 1);
      const inNode = await runQaoa({ qubits: 12, cost, layers: 2, shots: 1000 }, { seed: 1 });
      await openQuantum({ ...wide, colorScheme: "light" });
      expect(await page.evaluate("crossOriginIsolated")).toBe(true);
      await page.getByRole("button", { name: "Run" }).click();
      await page.getByText("Finished.").waitFor();
      expect(await figureOf(page, "Certified optimum")).toBe(inNode.certified!.energy);
      // Three digits are shown; relaxed SIMD may round differently from machine to machine.
      const probability = (await figureOf(page, "Success probability")) / 100;
      expect(probability / inNode.successProbability!).toBeCloseTo(1, 2);
      // The uniform draw has no angles: its shots are the same to the last one.
      const control = page.getByRole("row", { name: "Random sampling" });
      await control.getByText(`${inNode.randomSamples.optimal} of 1,000`).waitFor();
      await control.getByText(formatEnergy(inNode.randomSamples.mean), { exact: true }).waitFor();
      await page.getByText("enumeration finds and proves the optimum").waitFor();
      await page.getByRole("img", { name: "Circuit of 12 qubits" }).waitFor();
      expect(await seriousAxeFindings(page)).toEqual([]);
      await picture(page, "quantum");
    },
    minute,
  );

  test(
    "the run is the same in the dark and on a narrow screen, and nothing is wider than it",
    async () => {
      await openQuantum({ viewport: { width: 390, height: 844 }, colorScheme: "dark" });
      await page.getByLabel("Problem").selectOption("labs");
      await page.getByText("CVaR").click();
      await page.getByRole("button", { name: "Run" }).click();
      await page.getByText("Finished.").waitFor();
      expect(await figureOf(page, "Certified optimum")).toBe(10);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
      expect(await seriousAxeFindings(page)).toEqual([]);
      await picture(page, "quantum-narrow-dark");
    },
    minute,
  );

  test(
    "a long run stops when asked and shows the best so far",
    async () => {
      await openQuantum({ ...wide, colorScheme: "dark" });
      await page.getByLabel("Problem").selectOption("qubo");
      await page.getByLabel("Variables n").fill("20");
      await page.getByLabel("Layers p").fill("8");
      await page.getByRole("button", { name: "Run" }).click();
      await page.getByText("Optimising the angles …").waitFor();
      expect(await seriousAxeFindings(page)).toEqual([]);
      await page.getByRole("button", { name: "Stop" }).click();
      await page.getByText("Stopped: the best so far.").waitFor();
      expect(await figureOf(page, "Success probability")).toBeGreaterThan(0);
      await picture(page, "quantum-dark");
    },
    minute,
  );

  test(
    "wrong settings, a browser without SIMD and a worker that is blocked each say what to do",
    async () => {
      await openQuantum(wide, async (opened) => {
        await opened.route("**/*worker*.js", (route) => route.abort());
      });
      await page.getByLabel("Variables n").fill("13");
      await page.getByText("A 3-regular graph has an even number of vertices").waitFor();
      expect(await page.getByRole("button", { name: "Run" }).isDisabled()).toBe(true);
      await page.getByLabel("Variables n").fill("12");
      await page.getByRole("button", { name: "Run" }).click();
      await page.getByRole("alert").getByText("could not start").waitFor();
      await page.addInitScript("WebAssembly.validate = () => false");
      await page.reload();
      await page.getByRole("alert").getByText("This browser cannot run the simulator").waitFor();
      expect(pageErrors).toEqual([]);
    },
    minute,
  );
});
