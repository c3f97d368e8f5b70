import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { instantOfLocal, QtwinError } from "@qtwin/core";
import { plant } from "./plant-data.ts";
import { type ControllerId, controllers } from "./plant-model.ts";
import { type PlantSettings, runPlant } from "./process/plant-process.ts";

/** The entry of the simulated plant's own process; `PROCESS.md` describes flags, files and ports. */

const repositoryDir = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

function readSettings(args: readonly string[]): PlantSettings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dir: { type: "string" },
      pki: { type: "string" },
      speed: { type: "string", default: "10" },
      zone: { type: "string", default: "DE" },
      start: { type: "string", default: "2023-05-09T07:00" },
      controller: { type: "string", default: "b1" },
      seed: { type: "string", default: "1" },
      mismatch: { type: "string", default: "0" },
      "opcua-port": { type: "string" },
      "mqtt-port": { type: "string" },
      prices: { type: "string" },
      "history-days": { type: "string", default: "28" },
    },
  });
  if (values.dir === undefined) throw badFlag("--dir", "is missing", "Give the plant's folder.");
  const dir = resolve(values.dir);
  return {
    dir,
    clientPkiDir: values.pki === undefined ? join(dirname(dir), "pki") : resolve(values.pki),
    dataDir: process.env.QTWIN_DATA ?? join(repositoryDir, "..", "shared", "data"),
    pricesFile: values.prices === undefined ? null : resolve(values.prices),
    identity: {
      startMs: parseStart(values.start),
      zone: values.zone,
      controller: parseController(values.controller),
      seed: parseNumber("--seed", values.seed, 0, 2 ** 31 - 1),
      mismatch: parseNumber("--mismatch", values.mismatch, 0, 0.2),
    },
    historyDays: parseNumber("--history-days", values["history-days"], 0, 28),
    speed: parseNumber("--speed", values.speed, 0.1, 10_000),
    opcuaPort:
      values["opcua-port"] === undefined
        ? null
        : parseNumber("--opcua-port", values["opcua-port"], 1, 65_535),
    mqttPort:
      values["mqtt-port"] === undefined ? null : parseNumber("--mqtt-port", values["mqtt-port"], 1, 65_535),
  };
}

/** Local time of the plant, for example `2023-05-09T07:00`. */
function parseStart(text: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?$/
    .exec(text)
    ?.slice(1)
    .map((part) => Number(part ?? 0));
  if (!parts)
    throw badFlag("--start", `'${text}' is not a local time`, "Write for example 2023-05-09T07:00.");
  const [year, month, day, hour, minute] = parts as [number, number, number, number, number];
  return instantOfLocal(plant.timeZone, year, month, day, hour, minute);
}

function parseController(text: string): ControllerId {
  const found = controllers.find((controller) => controller === text);
  if (!found) throw badFlag("--controller", `'${text}' is unknown`, `Use one of: ${controllers.join(", ")}.`);
  return found;
}

function parseNumber(flag: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text !== "" && value >= min && value <= max) return value;
  throw badFlag(flag, `'${text}' is not a number from ${min} to ${max}`, "Correct the number.");
}

const badFlag = (where: string, what: string, fix: string): QtwinError =>
  new QtwinError({
    kind: "invalid-input",
    code: "QT_FOUNDRY_BAD_FLAG",
    message: `${where} ${what}.`,
    fix,
    where,
  });

const print = (entry: object): void => void process.stdout.write(`${JSON.stringify(entry)}\n`);

async function main(): Promise<void> {
  const running = await runPlant(readSettings(process.argv.slice(2)), {
    wallNowMs: Date.now,
    pid: process.pid,
    log: print,
  });
  print({ ready: running.endpoints });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, async () => {
      await running.stop();
      process.exit(0);
    });
  }
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${JSON.stringify(QtwinError.from(thrown))}\n`);
  process.exit(1);
});
