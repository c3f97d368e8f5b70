import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFoundry, restoreFoundry } from "../foundry.ts";
import { loadMarket } from "../market/load-market.ts";
import type { FoundryOptions } from "../plant-model.ts";
import { createCommandDesk } from "./command-desk.ts";
import { openJournal } from "./journal.ts";
import type { PlantSecurityEvent } from "./security-log.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "qtwin-desk-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const startMs = Date.parse("2023-05-09T05:00:00Z");
const market = loadMarket({ dataDir: "no-such-folder", zone: "DE", startMs, days: 2, seed: 1 });
const options: FoundryOptions = { startMs, seed: 1, controller: "b1", market, sensorFaults: false };
const text = (id: string, value: unknown) =>
  JSON.stringify({ id, value, validFromMs: startMs - 1000, validUntilMs: startMs + 3_600_000, planId: "p" });

function open(foundry = createFoundry(options)) {
  const journal = openJournal(join(dir, "journal.jsonl"));
  const events: PlantSecurityEvent[] = [];
  let checkpoints = 0;
  const desk = createCommandDesk(
    foundry,
    journal,
    (event) => void events.push(event),
    () => {
      checkpoints++;
    },
  );
  return { foundry, journal, events, desk, checkpoints: () => checkpoints };
}

test("a command works once, is checkpointed once, and its repeat is told but not applied", () => {
  const { desk, foundry, events, checkpoints } = open();
  const ack = desk.take("pv.limit", text("a", 50));
  expect(ack).toMatchObject({ id: "a", state: "accepted", value: 50 });
  expect(desk.take("pv.limit", text("b", 60))).toMatchObject({ id: "b", state: "accepted" });
  expect(desk.take("pv.limit", text("a", 10))).toMatchObject({ id: "a", state: "refused" });
  foundry.step(2);
  expect(foundry.truth().pv.limitPct).toBe(60);
  expect(checkpoints()).toBe(2);
  expect(events.map(({ action, subject }) => [action, subject])).toEqual([["command-replayed", "a"]]);
});

test("the repeat of the newest command keeps its answer: the sender may have lost it", () => {
  const { desk } = open();
  const ack = desk.take("pv.limit", text("a", 50));
  expect(desk.take("pv.limit", text("a", 50))).toEqual(ack);
  expect(desk.lastAck("pv.limit")).toEqual(ack);
});

test("an id taken before a crash is never applied, also not by a plant restored to before it", () => {
  const before = createFoundry(options);
  const checkpoint = before.checkpoint();
  const first = open(before);
  first.desk.take("pv.limit", text("a", 50));
  // The crash: a second id is on disk, its effect and its answer are not.
  first.journal.take("hvac.setpoint", "b");
  first.journal.close();

  const second = open(restoreFoundry(checkpoint, options));
  expect(second.desk.lastAck("hvac.setpoint")).toMatchObject({ id: "b", state: "refused" });
  for (const [point, id, value] of [
    ["pv.limit", "a", 50],
    ["hvac.setpoint", "b", 18],
  ] as const) {
    expect(second.desk.take(point, text(id, value))).toMatchObject({ id, state: "refused" });
  }
  second.foundry.step(2);
  expect(second.foundry.truth().pv.limitPct).toBe(100);
  second.journal.close();
});

test("what is no command changes nothing", () => {
  const { desk, checkpoints } = open();
  const torn = text("x", 1).slice(0, -1);
  for (const garbage of ["", "null", "7", "[]", "{}", '{"id":"","value":1}', torn, "x".repeat(70_000)]) {
    expect(desk.take("pv.limit", garbage)).toBeNull();
  }
  expect(desk.lastAck("pv.limit")).toBeNull();
  expect(checkpoints()).toBe(0);
});
