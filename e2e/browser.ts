import { existsSync, mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Path of the system's Chromium; undefined when there is none. */
export function chromiumPath(): string | undefined {
  return process.env.QTWIN_CHROMIUM ?? places.find((place) => existsSync(place));
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined)
    throw new Error("no Chromium: apt-get install chromium, or set QTWIN_CHROMIUM");
  const quiet = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({ executablePath, args: quiet });
}

interface AxeFinding {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Findings of axe-core that are serious or critical, as sentences. */
export async function seriousAxeFindings(page: Page): Promise<readonly string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(source);
  const violations = await page.evaluate<readonly AxeFinding[]>(
    "axe.run().then((result) => result.violations)",
  );
  return violations
    .filter((finding) => finding.impact === "serious" || finding.impact === "critical")
    .map((finding) => `${finding.id}: ${finding.help}: ${finding.nodes[0]?.html.slice(0, 200)}`);
}

/** Takes a picture of what is seen into the folder that QTWIN_PICTURES names; nothing without it. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.QTWIN_PICTURES;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Follows a link that saves a file under a name; answers with where the file is. */
export async function saved(page: Page, link: string, name: string): Promise<string> {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: link }).click();
  const file = await download;
  if (file.suggestedFilename() !== name)
    throw new Error(`'${link}' saves as '${file.suggestedFilename()}', not as '${name}'`);
  return file.path();
}
