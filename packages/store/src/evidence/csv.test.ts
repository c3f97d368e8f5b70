import { verdictOf } from "@qtwin/model";
import { exampleEvidence } from "@qtwin/model/testing";
import { expect, test } from "vitest";
import { evidenceCsv, evidencePagesCsv } from "./csv.ts";
import type { EvidenceEntry } from "./evidence.ts";

function entry(changes: Parameters<typeof exampleEvidence>[0] = {}): EvidenceEntry {
  const evidence = exampleEvidence(changes);
  return { number: 4, id: "e4", atMs: 0, by: "ada", verdict: verdictOf(evidence), evidence };
}

/** A plain reader of RFC 4180, written from its grammar. */
function parse(text: string): readonly Record<string, string>[] {
  const records: string[][] = [[]];
  let cell = "";
  for (let at = 0, quoted = false; at < text.length; at++) {
    const sign = text[at]!;
    if (quoted && sign === '"' && text[at + 1] === '"') cell += text[at++];
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === "," || sign === "\r")) {
      records.at(-1)!.push(cell);
      cell = "";
      if (sign === "\r") records.push([]);
    } else if (quoted || sign !== "\n") cell += sign;
  }
  const [header, ...rows] = records.filter((record) => record.length > 0);
  return rows.map((row) => {
    expect(row).toHaveLength(header!.length);
    return Object.fromEntries(header!.map((name, column) => [name, row[column]!]));
  });
}

test("one line for the run and one for each control, with the numbers as they are", () => {
  const [run, control, ...more] = parse(evidenceCsv([entry({ objective: -1 / 3 })]));
  expect(more).toEqual([]);
  expect(run).toMatchObject({
    number: "4",
    endedAt: "1970-01-01T00:00:00.000Z",
    role: "quantum",
    method: "qaoa",
    secondsTotal: "1",
    referenceCertified: "true",
    observedSuccess: "0.24",
    physicalQubits: "",
    verdict: "random-sampling: better objective in 0.01 s (quantum: 0.9 s)",
  });
  expect(Number(run!.objective)).toBe(-1 / 3);
  expect(control).toMatchObject({ role: "control", method: "random-sampling", budgetEvaluations: "100" });
  expect(control!.qubits).toBe("");
});

test("commas, quotes and line breaks stay in their field, and no text becomes a formula", () => {
  const name = 'say "no",\r\nor =1';
  const [run] = parse(evidenceCsv([entry({ model: { name, hash: "x" }, problemClass: "=1+1" })]));
  expect(run!.model).toBe(name);
  expect(run!.problemClass).toBe("'=1+1");
});

test("pages give the CSV of all their entries", async () => {
  const [one, other] = [entry(), entry({ method: "rqaoa" })];
  async function* pages() {
    yield [one];
    yield [other];
  }
  expect(await evidencePagesCsv(pages())).toBe(evidenceCsv([one, other]));
});

test("an empty ledger is a header, and every line ends with CRLF", () => {
  expect(evidenceCsv([])).toMatch(/^number,id,.*,verdict\r\n$/);
  expect(evidenceCsv([entry()]).split("\r\n")).toHaveLength(4);
});
