import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../testing/eventually.ts";
import { type FoundryPlant, startFoundryPlant } from "../testing/foundry-plant.ts";
import { opcuaConfig } from "./config.ts";
import { opcuaConnector } from "./connector.ts";
import { catalogue, recordingContext, writePoint } from "./testing.ts";

const speed = 20;
let plant: FoundryPlant;
beforeAll(async () => {
  plant = await startFoundryPlant({ speed });
});
afterAll(() => plant.close());

const pvLimit = writePoint("pv.limit");
const pvLimitPct = catalogue.points.find(({ id }) => id === "pv.limitPct")!;
const openWriter = () =>
  opcuaConnector.openWrite!(
    opcuaConfig.parse({ endpointsFile: plant.endpointsFile, requestTimeoutMs: 5000 }),
    recordingContext(plant.pki("writer"), { nowMs: () => plant.nowMs(), speed }).context,
  );
const command = (id: string, value: number) => ({
  id,
  value,
  validFromMs: plant.nowMs() - 1000,
  validUntilMs: plant.nowMs() + 3_600_000,
  planId: "test",
});

test("a plant killed in the middle of writing: every id is taken at most once, and an answered id stays answered", async () => {
  const answered = new Set<string>();
  for (const round of [1, 2, 3]) {
    const writer = await openWriter();
    await writer.heartbeat();
    let stopping: Promise<unknown> | null = null;
    for (let index = 0; ; index++) {
      // Killed beside the writing, after a few answers however long they took.
      if (index === 3 * round) stopping = plant.stop("SIGKILL");
      const id = `storm:${round}:${index}`;
      const isAnswered = await writer
        .send(pvLimit, command(id, 20 + index))
        .then(() => writer.readAck(pvLimit))
        .then((ack) => ack?.id === id)
        .catch(() => null);
      if (isAnswered === null) break;
      if (isAnswered) answered.add(id);
    }
    await stopping;
    await writer.close();
    await plant.start();
  }
  const lines = readFileSync(join(plant.dir, "journal.jsonl"), "utf8").trim().split("\n");
  const taken = lines
    .map((line) => JSON.parse(line) as { take?: string; id?: string })
    .flatMap(({ take, id }) => (take ? [id!] : []));
  expect(new Set(taken).size).toBe(taken.length);
  expect(answered.size).toBeGreaterThan(3);
  for (const id of answered) expect(taken).toContain(id);

  const writer = await openWriter();
  for (const id of [...answered].slice(-3)) await writer.send(pvLimit, command(id, 99));
  expect(await writer.readAck(pvLimit)).toMatchObject({ state: expect.stringMatching(/accepted|refused/) });
  await eventually("no repeat has an effect", async () => (await writer.readPoint(pvLimitPct)).value === 100);
  await writer.close();
}, 180_000);
