import type { EvidenceView } from "@qtwin/api";
import { expect, test } from "vitest";
import { byClass, classSentence, filtered, sorted, timePair, type VerdictKind } from "./ledger.ts";

interface Parts {
  readonly problemClass?: string;
  readonly method?: string;
  readonly tts?: number | null;
  readonly plain?: readonly (number | null)[];
  readonly kind?: VerdictKind;
}

/** Only what is looked at here; the rest of an entry stays out. */
function entry(number: number, parts: Parts = {}): EvidenceView {
  const { problemClass = "qubo", method = "qaoa", tts = 1, plain = [0.5], kind = "plain-faster" } = parts;
  const controls = plain.map((timeToSolutionS, index) => ({ method: `plain-${index}`, timeToSolutionS }));
  const evidence = { problemClass, method, timeToSolutionS: tts, controls };
  return { number, atMs: number * 10, verdict: { kind }, evidence } as unknown as EvidenceView;
}

const numbers = (entries: readonly EvidenceView[]): readonly number[] => entries.map(({ number }) => number);

test("sorts either way, what is unknown last, ties newest first", () => {
  const entries = [entry(1, { tts: 3 }), entry(2, { tts: null }), entry(3, { tts: 1 }), entry(4, { tts: 3 })];
  expect(numbers(sorted(entries, { by: "tts", ascending: true }))).toEqual([3, 4, 1, 2]);
  expect(numbers(sorted(entries, { by: "tts", ascending: false }))).toEqual([4, 1, 3, 2]);
  expect(numbers(sorted(entries, { by: "ended", ascending: false }))).toEqual([4, 3, 2, 1]);
});

test("filters by class, method and time together", () => {
  const entries = [entry(1), entry(2, { problemClass: "maxcut" }), entry(3, { method: "rqaoa" }), entry(4)];
  const all = { problemClass: "", method: "", sinceMs: 0 };
  expect(numbers(filtered(entries, all))).toEqual([1, 2, 3, 4]);
  expect(numbers(filtered(entries, { problemClass: "qubo", method: "qaoa", sinceMs: 20 }))).toEqual([4]);
});

test("the pair of a run is its own time to solution and the least of its controls", () => {
  expect(timePair(entry(1, { plain: [null, 0.2, 0.7] }))).toMatchObject({
    quantumS: 1,
    plainS: 0.2,
    plainMethod: "plain-1",
  });
  expect(timePair(entry(1, { tts: null, plain: [] }))).toMatchObject({ quantumS: null, plainS: null });
});

test("a class is summed up without flattery", () => {
  const sentence = (...kinds: VerdictKind[]): string =>
    classSentence(byClass(kinds.map((kind, index) => entry(index, { kind })))[0]!);
  expect(sentence("plain-faster")).toBe("In the one run a plain solver was as good and no slower.");
  expect(sentence("plain-faster", "quantum-ahead")).toBe(
    "In 1 of 2 runs a plain solver was as good and no slower.",
  );
  expect(sentence("plain-faster", "plain-better")).toBe(
    "In 2 of 2 runs a plain solver was as good and no slower, or better.",
  );
  expect(sentence("quantum-ahead", "quantum-faster")).toMatch(/^No plain solver was ahead/);
  expect(sentence("none")).toMatch(/^None of these runs/);
});

test("classes come by name", () => {
  const classes = byClass([entry(1), entry(2, { problemClass: "labs" }), entry(3)]);
  expect(classes.map(({ problemClass, entries }) => [problemClass, entries.length])).toEqual([
    ["labs", 1],
    ["qubo", 2],
  ]);
});
