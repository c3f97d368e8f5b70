import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCampaign } from "./campaign.ts";

const count = Number(process.env.QTWIN_KILLS ?? 100);
const seed = Number(process.env.QTWIN_SEED ?? 1);

test(`${count} random SIGKILLs and cuts of the network (seed ${seed}): nothing twice, nothing late, nothing unapproved, nothing lost`, {
  timeout: count * 60_000,
}, async () => {
  const root = mkdtempSync(join(tmpdir(), "qtwin-campaign-"));
  const report = await runCampaign(root, count, seed);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  expect(report.broken, `logs are in ${root}`).toEqual([]);
  expect(report.effects).toBeGreaterThan(count);
  expect(report.verified).toBeGreaterThan(0);
  expect(report.nativeChecks).toBeGreaterThan(0);
  expect(report.acknowledgedMeasurements).toBeGreaterThan(0);
});
