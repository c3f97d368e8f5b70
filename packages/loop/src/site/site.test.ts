import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { QtwinError } from "@qtwin/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkSite } from "./check-site.ts";
import { connectorConfig } from "./endpoints.ts";
import { loadSite, readSite } from "./load-site.ts";
import { sitePaths } from "./paths.ts";

const foundry = resolve(import.meta.dirname, "../../../../sites/foundry");
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "qtwin-site-"));
  for (const name of ["site.json", "points.json", "plant.json", "tariff.json"])
    cpSync(join(foundry, name), join(dir, name));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

interface Editable {
  [key: string]: unknown;
}
/** Changes one JSON file of the copied site. */
function edit(name: string, change: (content: never) => void): void {
  const file = join(dir, name);
  const content = JSON.parse(readFileSync(file, "utf8")) as Editable;
  change(content as never);
  writeFileSync(file, JSON.stringify(content, null, 2));
}

function failure(): QtwinError {
  try {
    loadSite(join(dir, "site.json"));
  } catch (thrown) {
    return thrown as QtwinError;
  }
  throw new Error("the site was loaded");
}

test("the foundry loads by id, by folder and by file, and its check has no finding", async () => {
  for (const name of ["foundry", foundry, join(foundry, "site.json")]) {
    const site = loadSite(name);
    expect(site.id).toBe("foundry");
    expect(site.pointById.get("battery.socPct")?.unit).toBe("%");
    expect(site.writePoints).toHaveLength(8);
    expect(site.assetMode("battery")).toBe("supervised");
    expect(site.assetMode("cooling")).toBe("shadow");
  }
  expect(await checkSite(loadSite("foundry"))).toEqual([]);
});

test("a simulated site reads its addresses where its plant publishes them", () => {
  const paths = sitePaths("/home/q", "foundry");
  expect(connectorConfig(loadSite("foundry"), "opcua", paths)).toMatchObject({
    endpointsFile: "/home/q/sites/foundry/plant/endpoints.json",
  });
});

test("a site that does not exist is named, with those that do", () => {
  expect(() => loadSite("fundry")).toThrowError(
    expect.objectContaining({ code: "QT_SITE_NOT_FOUND", fix: expect.stringContaining("foundry") }),
  );
});

test("broken JSON names file, line and column", () => {
  const file = join(dir, "site.json");
  writeFileSync(file, '{\n  "id": "foundry",\n  "title" "x"\n}\n');
  expect(failure()).toMatchObject({ code: "QT_SITE_INVALID", kind: "invalid-input", where: `${file}:3:11` });
  writeFileSync(file, '{\n  "id": "foundry"');
  expect(failure().where).toBe(`${file}:2:18`);
  writeFileSync(join(dir, "points.json"), "[1,]");
  cpSync(join(foundry, "site.json"), file);
  expect(failure().where).toBe(`${join(dir, "points.json")}:1:4`);
});

test("a misspelt key, a wrong time zone and a missing file are found", () => {
  edit("site.json", (site: { horizonh: number }) => {
    site.horizonh = 24;
  });
  expect(failure().message).toContain("horizonh");
  cpSync(join(foundry, "site.json"), join(dir, "site.json"));
  edit("site.json", (site: { timeZone: string }) => {
    site.timeZone = "Europe/Belin";
  });
  expect(failure()).toMatchObject({
    where: expect.stringContaining("timeZone"),
    message: expect.stringContaining("IANA"),
  });
  cpSync(join(foundry, "site.json"), join(dir, "site.json"));
  rmSync(join(dir, "tariff.json"));
  expect(failure()).toMatchObject({ where: join(dir, "tariff.json"), fix: expect.stringContaining("path") });
});

interface Points {
  points: { id: string; unit: string; modePoint?: string; range?: { min: number; max: number } }[];
  writePoints: { id: string; verify: { pointId: string } }[];
}

test("an unknown unit, a double id, an unknown reference and an empty range name their place in points.json", () => {
  const changes: [string, (points: Points) => void][] = [
    [
      "points[0].unit",
      (file) => {
        file.points[0]!.unit = "furlong";
      },
    ],
    [
      "points[1].id",
      (file) => {
        file.points[1]!.id = file.points[0]!.id;
      },
    ],
    [
      "points[0].modePoint",
      (file) => {
        file.points[0]!.modePoint = "no.such";
      },
    ],
    [
      "writePoints[0].verify.pointId",
      (file) => {
        file.writePoints[0]!.verify.pointId = "no.such";
      },
    ],
    [
      "points[0].range",
      (file) => {
        file.points[0]!.range = { min: 5, max: 1 };
      },
    ],
  ];
  for (const [where, change] of changes) {
    cpSync(join(foundry, "points.json"), join(dir, "points.json"));
    edit("points.json", change);
    expect(failure().where, where).toContain(where);
    expect(failure().fix).not.toBe("");
  }
});

interface SiteFile {
  writing: { enabled: boolean; points: Record<string, object> };
  policy: { assetModes: Record<string, string> };
}

test("a site cannot make writable what its plant does not offer, nor widen a limit", () => {
  const attempts: [Record<string, object>, RegExp][] = [
    [{ "cooling.powerKw": {} }, /measured, not writable/],
    [{ "cooling.pump": {} }, /There is no write point/],
    [{ "battery.power": { min: -300 } }, /wider than the plant's -250 … 250 kW/],
    [{ "hvac.setpoint": { min: 22, max: 20 } }, /range 22 … 20 .* is empty/],
    [{ "pv.limit": { maxPerHour: 1000 } }, /more than the plant's 12/],
    [{ "air.enabled": { min: 1 } }, /not a number/],
  ];
  for (const [points, message] of attempts) {
    edit("site.json", (site: SiteFile) => {
      site.writing.points = points;
    });
    expect(failure().message).toMatch(message);
  }
});

test("limits narrow, points that are not named and writing that is off leave nothing to write", () => {
  edit("site.json", (site: SiteFile) => {
    site.writing.points = { "battery.power": { max: 100, maxPerHour: 4 } };
  });
  const { writePoints } = loadSite(dir);
  expect(writePoints.map(({ id, range, maxPerHour }) => ({ id, range, maxPerHour }))).toEqual([
    { id: "battery.power", range: { min: -250, max: 100 }, maxPerHour: 4 },
  ]);
  edit("site.json", (site: SiteFile) => {
    site.writing.enabled = false;
  });
  expect(loadSite(dir).writePoints).toEqual([]);
});

test("several mistakes are all found, the first is thrown with their count", () => {
  edit("site.json", (site: SiteFile) => {
    site.writing.points = { "a.b": {}, "c.d": {} };
    site.policy.assetModes = { nowhere: "shadow" };
  });
  expect(readSite(dir).findings).toHaveLength(3);
  expect(failure().message).toContain("and 2 more");
});

test("the offline check finds wrong connector options, missing connectors and writes nobody will make", async () => {
  edit("site.json", (site: SiteFile & { connectors: Record<string, object> }) => {
    site.connectors = { mqtt: { protocolVersion: 3 }, modbus: {} };
    site.policy.assetModes = {};
  });
  const findings = await checkSite(loadSite(dir));
  const summary = findings.map(({ level, where }) => `${level} ${where.split(" ").at(-1)}`);
  expect(summary).toContain("error connectors.mqtt.protocolVersion");
  expect(summary).toContain("error connectors.modbus");
  expect(findings.some(({ message }) => /points come through 'opcua'/.test(message))).toBe(true);
  expect(summary).toContain("warning policy.assetModes.battery");
});
