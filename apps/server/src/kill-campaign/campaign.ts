import { appendFileSync, copyFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "@qtwin/connectors/testing";
import { createRandom, type Random } from "@qtwin/core";
import { parseCommandId, verifyDecision } from "@qtwin/decide";
import { decisionKey, type PlantEndpoints, readPlantEndpoints, sitePaths } from "@qtwin/loop";
import { openStore, type RunningPostgres, type Store, startPostgres } from "@qtwin/store";
import { homeOf, makeHome } from "../home.ts";
import { startApprover } from "./approver.ts";
import { type Child, createChild } from "./children.ts";
import { type CuttingProxy, openProxy } from "./cutting-proxy.ts";
import { type PlantWatch, watchPlant } from "./plant-watch.ts";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const foundry = here("../../../../sites/foundry/");
const speed = 10;
/** With Qtwin dead the plant must be native again after so many of its seconds. */
const nativeWithinS = 40;
const siteId = "foundry";

const strikes = ["server", "worker", "ingest", "postgres", "plant", "everything", "cut"] as const;
type Strike = (typeof strikes)[number];

export interface CampaignReport {
  readonly strikes: Readonly<Record<Strike, number>>;
  readonly effects: number;
  readonly handBacks: number;
  readonly nativeChecks: number;
  readonly acknowledgedMeasurements: number;
  readonly verified: number;
  /** Processes that died of somebody else's death. */
  readonly crashes: Readonly<Record<"server" | "worker" | "ingest" | "plant", number>>;
  /** What must never happen; empty when every promise was kept. */
  readonly broken: readonly string[];
}

interface Field {
  readonly root: string;
  readonly proxy: CuttingProxy;
  readonly watch: PlantWatch;
  readonly plant: Child;
  readonly server: Child;
  readonly serverUrl: string;
  readonly worker: Child;
  readonly ingest: Child;
  postgres: RunningPostgres;
  readonly random: Random;
  readonly broken: string[];
  nativeChecks: number;
}

const wallNowMs = (): number => Math.floor(performance.timeOrigin + performance.now());
const sleep = (wallMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, wallMs));

async function until(what: string, withinMs: number, holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = wallNowMs() + withinMs;
  while (!(await holds())) {
    if (wallNowMs() > end) throw new Error(`${what}: not within ${withinMs} ms`);
    await sleep(50);
  }
}

const plantDirOf = (root: string): string => join(root, "plant");

/** The plant tells Qtwin where it is, but Qtwin reaches it only through the network that can be cut. */
function publishEndpoints({ root, proxy }: Pick<Field, "root" | "proxy">): boolean {
  let real: PlantEndpoints;
  try {
    real = readPlantEndpoints({
      ...sitePaths(root, siteId),
      endpointsFile: join(plantDirOf(root), "endpoints.json"),
    });
  } catch {
    return false;
  }
  const url = new URL(String(real.opcua.endpointUrl));
  proxy.target = Number(url.port);
  url.port = String(proxy.port);
  const file = sitePaths(root, siteId).endpointsFile;
  writeFileSync(`${file}.new`, JSON.stringify({ ...real, opcua: { endpointUrl: url.href } }));
  renameSync(`${file}.new`, file);
  return true;
}

/** The foundry's own site file, with people approving and no history to fetch. */
function writeSite(root: string): string {
  const dir = join(root, "site");
  mkdirSync(dir, { recursive: true });
  mkdirSync(sitePaths(root, siteId).plantDir, { recursive: true });
  const file = join(dir, "site.json");
  for (const name of ["site.json", "points.json", "plant.json", "tariff.json"]) {
    copyFileSync(join(foundry, name), join(dir, name));
  }
  const site = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  const connectors = { opcua: { requestTimeoutMs: 1500 }, mqtt: { protocolVersion: 4 } };
  writeFileSync(file, JSON.stringify({ ...site, connectors }));
  return file;
}

async function openField(root: string, seed: number): Promise<Field> {
  makeHome(homeOf(root));
  const siteFile = writeSite(root);
  const proxy = await openProxy();
  const watch = watchPlant();
  const postgres = await startPostgres({ homeDir: root });
  const log = (name: string): string => join(root, `${name}.log`);
  const pki = join(sitePaths(root, siteId).siteDir, "pki");
  const plantArgs = [
    "--dir",
    plantDirOf(root),
    "--pki",
    pki,
    "--speed",
    String(speed),
    "--history-days",
    "0",
  ];
  const common = [siteFile, root, postgres.url];
  const port = await freePort();
  const serverArgs = ["--role", "api", "--site", siteFile, "--home", root, "--port", String(port)];
  return {
    root,
    proxy,
    watch,
    postgres,
    plant: createChild([join(foundry, "src/plant.ts"), ...plantArgs], log("plant"), watch.onLine),
    server: createChild([here("../role.ts"), ...serverArgs], log("server"), () => undefined, {
      QTWIN_DATABASE_URL: postgres.url,
    }),
    serverUrl: `http://127.0.0.1:${port}`,
    worker: createChild([here("./worker-process.ts"), ...common], log("worker"), () => undefined),
    ingest: createChild(
      [here("./ingest-process.ts"), ...common, join(root, "acknowledged.txt")],
      log("ingest"),
      () => undefined,
    ),
    random: createRandom(seed),
    broken: [],
    nativeChecks: 0,
  };
}

/** Nothing of Qtwin lives: after 40 plant seconds no point may be under a command. */
async function expectNative(field: Field, after: string): Promise<void> {
  await sleep((nativeWithinS * 1000) / speed);
  field.nativeChecks += 1;
  const still = [...field.watch.commanded];
  if (still.length > 0) field.broken.push(`after ${after}: still commanded: ${still.join(", ")}`);
}

async function killPostgres(field: Field): Promise<void> {
  process.kill(field.postgres.pid, "SIGKILL");
  await field.postgres.exited;
}

const blows: Readonly<Record<Strike, (field: Field, lasting: boolean) => Promise<void>>> = {
  server: async (field, lasting) => {
    await field.server.kill();
    if (lasting) await sleep(field.random.integer(3000));
    field.server.start();
  },
  worker: async (field, lasting) => {
    await field.worker.kill();
    if (lasting) await expectNative(field, "worker killed");
    field.worker.start();
  },
  ingest: async (field) => {
    await field.ingest.kill();
    field.ingest.start();
  },
  postgres: async (field, lasting) => {
    await killPostgres(field);
    // A beat that was on its way may arrive after the blow; the time runs from then on.
    if (lasting) await sleep(500).then(() => expectNative(field, "database killed"));
    field.postgres = await startPostgres({ homeDir: field.root });
  },
  plant: async (field, lasting) => {
    await field.plant.kill();
    if (lasting) await sleep(field.random.integer(3000));
    field.plant.start();
  },
  everything: async (field) => {
    const { server, worker, ingest } = field;
    await Promise.all([server.kill(), worker.kill(), ingest.kill(), killPostgres(field)]);
    await expectNative(field, "everything killed");
    field.postgres = await startPostgres({ homeDir: field.root });
    for (const child of [ingest, worker, server]) child.start();
  },
  cut: async (field, lasting) => {
    // Best: a command arrives and its answer never does.
    const before = field.watch.effects.length;
    field.proxy.muteAnswers();
    await until("a command without an answer", 4000, () => field.watch.effects.length > before).catch(
      () => undefined,
    );
    if (lasting) await sleep(field.random.integer(2000));
    field.proxy.cut();
  },
};

/** Strikes once writing goes on, so that there is something to break. */
async function strikeOnce(
  field: Field,
  counts: Record<Strike, number>,
  last: Strike | null,
): Promise<Strike> {
  const before = field.watch.effects.length;
  await until("commands take effect again", 300_000, () => field.watch.effects.length > before);
  await sleep(field.random.integer(2500));
  const candidates = strikes.filter((strike) => strike !== last || counts[strike] === 0);
  const strike = candidates[field.random.integer(candidates.length)]!;
  counts[strike] += 1;
  await blows[strike](field, field.random.next() < 0.4);
  return strike;
}

function journalOf(root: string): readonly { readonly take?: string; readonly id?: string }[] {
  return readFileSync(join(plantDirOf(root), "journal.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { take?: string; id?: string });
}

const twice = (ids: readonly string[]): readonly string[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

/** Holds what the plant saw against what the store allowed. */
async function judgeCommands(field: Field, store: Store): Promise<number> {
  const { broken, watch, root } = field;
  const key = decisionKey(root);
  for (const id of twice(watch.effects.map((effect) => effect.id))) broken.push(`${id} took effect twice`);
  const taken = journalOf(root).flatMap((line) => (line.take && line.id ? [line.id] : []));
  for (const id of twice(taken)) broken.push(`${id} is twice in the plant's journal`);
  const inTime = new Map(watch.effects.map((effect) => [effect.id, effect.atMs]));
  let verified = 0;
  for (const id of taken) {
    const record = await store.commands.get(id);
    if (!record) broken.push(`${id} reached the plant and was never stored`);
    if (!record) continue;
    if (record.state === "verified") verified += 1;
    const atMs = inTime.get(id);
    if (atMs !== undefined && atMs >= record.validUntilMs) broken.push(`${id} took effect after its time`);
    const decisions = await store.decisions.ofProposal(parseCommandId(id)!.proposalId);
    const approved = decisions.some((item) => item.verdict === "approve" && verifyDecision(item, key));
    if (!approved) broken.push(`${id} reached the plant without an approval`);
  }
  const audit = await store.audit.verify();
  if (!audit.intact) broken.push(`the audit log is broken: ${audit.reason}`);
  return verified;
}

/** Every value the ingest acknowledged must be in the store. */
async function judgeMeasurements(field: Field, store: Store): Promise<number> {
  const lines = readFileSync(join(field.root, "acknowledged.txt"), "utf8").split("\n").filter(Boolean);
  const byPoint = Map.groupBy(lines, (line) => line.split(" ")[0]!);
  for (const [pointId, acknowledged] of byPoint) {
    const rows = await store.history.series(siteId, pointId, 0, Number.MAX_SAFE_INTEGER, 1_000_000);
    const stored = new Set(rows.map((row) => row.sourceTimeMs));
    const lost = acknowledged.filter((line) => !stored.has(Number(line.split(" ")[1])));
    if (lost.length > 0) field.broken.push(`${pointId}: ${lost.length} acknowledged values are lost`);
  }
  return lines.length;
}

/**
 * Kills and cuts at random while a plan is being written, and asks the plant's own journal what happened.
 * @param root an empty folder; logs of all processes stay there
 */
export async function runCampaign(root: string, count: number, seed: number): Promise<CampaignReport> {
  const field = await openField(root, seed);
  const counts: Record<Strike, number> = {
    server: 0,
    worker: 0,
    ingest: 0,
    postgres: 0,
    plant: 0,
    everything: 0,
    cut: 0,
  };
  const stop = new AbortController();
  let store: Store | null = null;
  const publishing = setInterval(() => publishEndpoints(field), 200);
  let approving = Promise.resolve();
  try {
    field.plant.start();
    await until("the plant", 180_000, () => publishEndpoints(field));
    store = await openStore({ url: field.postgres.url, nowMs: wallNowMs });
    for (const child of [field.ingest, field.worker, field.server]) child.start();
    approving = startApprover(field, store, stop.signal);
    let last: Strike | null = null;
    for (let index = 0; index < count; index += 1) {
      last = await strikeOnce(field, counts, last);
      appendFileSync(join(root, "campaign.log"), `${index + 1} ${last} ${field.watch.effects.length}\n`);
    }
    const before = field.watch.effects.length;
    await until("writing goes on after it all", 300_000, () => field.watch.effects.length > before);
    stop.abort();
    await approving;
    await Promise.all([field.server.kill(), field.worker.kill(), field.ingest.kill()]);
    await expectNative(field, "the end");
    const verified = await judgeCommands(field, store);
    const acknowledgedMeasurements = await judgeMeasurements(field, store);
    const { watch, nativeChecks, broken } = field;
    const handBacks = watch.handBacks();
    const effects = watch.effects.length;
    const crashes = {
      server: field.server.crashes(),
      worker: field.worker.crashes(),
      ingest: field.ingest.crashes(),
      plant: field.plant.crashes(),
    };
    const heard = { effects, handBacks, nativeChecks, acknowledgedMeasurements, verified, crashes };
    return { strikes: counts, ...heard, broken };
  } finally {
    stop.abort();
    clearInterval(publishing);
    await approving;
    const { server, worker, ingest, plant } = field;
    await Promise.all([server, worker, ingest, plant].map((child) => child.kill()));
    await store?.close().catch(() => undefined);
    await field.proxy.close();
    await field.postgres.stop().catch(() => undefined);
  }
}
