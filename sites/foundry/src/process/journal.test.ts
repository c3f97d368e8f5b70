import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openJournal } from "./journal.ts";

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "qtwin-journal-"));
  file = join(dir, "journal.jsonl");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const ack = (id: string) => ({ id, state: "accepted" as const, value: 5, reason: "" });

test("remembers ids and answers over a restart", () => {
  const first = openJournal(file);
  first.take("pv.limit", "a");
  first.answer("a", ack("a"));
  first.take("pv.limit", "b");
  first.close();

  const again = openJournal(file);
  expect(again.find("a")).toEqual({ pointId: "pv.limit", id: "a", ack: ack("a") });
  expect(again.find("c")).toBeNull();
  expect(again.unanswered()).toEqual([{ pointId: "pv.limit", id: "b", ack: null }]);
  again.close();
});

test("an id is on disk when take returns", () => {
  const journal = openJournal(file);
  journal.take("pv.limit", "a");
  expect(readFileSync(file, "utf8")).toContain('"id":"a"');
  journal.close();
});

test("a line torn by a crash is cut off, and the journal goes on behind it", () => {
  const first = openJournal(file);
  first.take("pv.limit", "a");
  first.close();
  appendFileSync(file, '{"take":"pv.limit","id":"to');

  const second = openJournal(file);
  expect(second.find("to")).toBeNull();
  second.take("pv.limit", "b");
  second.close();
  const third = openJournal(file);
  expect([third.find("a"), third.find("b")].map((entry) => entry?.id)).toEqual(["a", "b"]);
  third.close();
});
