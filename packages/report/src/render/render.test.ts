import { extractText } from "unpdf";
import { expect, test } from "vitest";
import { left, type ReportDocument, right } from "../document.ts";
import { chartShapes } from "./chart-shapes.ts";
import { renderReport } from "./index.ts";

const rows = Array.from({ length: 90 }, (_, day) => [`Day ${day}`, `1.234,${day} €`]);
const document: ReportDocument = {
  locale: "de",
  title: "Bericht <Gießerei> & Co",
  subtitle: "1. bis 31. Mai",
  madeAtMs: Date.UTC(2023, 5, 1),
  footer: "Aus Zählerständen gerechnet",
  sections: [
    {
      title: "Rechnung",
      blocks: [
        { kind: "note", text: "Ein Tag ist unbekannt." },
        { kind: "figures", figures: [{ label: "Spitze", value: "2.750 kW", note: "Zähler" }] },
        {
          kind: "chart",
          chart: {
            title: "Kosten je Tag",
            unit: "EUR",
            labels: ["8.", "9.", "10."],
            series: [
              { title: "Ohne Plan", values: [100, null, 50] },
              { title: "Gemessen", values: [80, 40, -20] },
            ],
          },
        },
        { kind: "table", table: { columns: [left("Tag"), right("Kosten")], rows, total: ["Summe", "9 €"] } },
      ],
    },
  ],
};

const textOf = async (pdf: Uint8Array): Promise<readonly string[]> => (await extractText(pdf)).text;

test("the PDF holds every text with its fonts, and the head of a table on each of its pages", async () => {
  const pdf = await renderReport(document, "pdf");
  const raw = Buffer.from(pdf).toString("latin1");
  expect(raw.startsWith("%PDF-")).toBe(true);
  expect(raw).toContain("/FontFile2");
  const pages = await textOf(pdf);
  expect(pages.length).toBeGreaterThan(1);
  const text = pages.join(" ");
  for (const part of ["Bericht <Gießerei> & Co", "2.750 kW", "Ohne Plan", "Day 89", "1.234,89 €", "Summe"])
    expect(text).toContain(part);
  for (const [index, page] of pages.entries()) {
    expect(page).toMatch(/Tag\s+Kosten/);
    expect(page).toContain(`${index + 1} / ${pages.length}`);
  }
});

test("the HTML is one file that loads nothing, with its texts escaped", async () => {
  const html = new TextDecoder().decode(await renderReport(document, "html"));
  expect(html).toContain('<html lang="de">');
  expect(html).toContain("<h1>Bericht &lt;Gießerei&gt; &amp; Co</h1>");
  expect(html).toContain('<svg viewBox="0 0 680 210"');
  expect(html).toContain('<td class="right">1.234,89 €</td>');
  expect(html).not.toMatch(/<script|src=|href=|url\(|@import/);
});

test("bars stand on zero, up or down, and what is not known has none", () => {
  const block = document.sections[0]!.blocks[2]!;
  if (block.kind !== "chart") throw new Error("no chart");
  const { shapes, height, width } = chartShapes(block.chart, String);
  const bars = shapes.filter((shape) => shape.kind === "rect" && shape.y > 20);
  expect(bars).toHaveLength(5);
  const grid = shapes.flatMap((shape) => (shape.kind === "line" ? [shape.y1] : []));
  const zero = grid.at(-1)!;
  const [first, , , , last] = bars.flatMap((bar) => (bar.kind === "rect" ? [bar] : []));
  expect(first!.y + first!.height).toBeCloseTo(zero, 9);
  expect(last!.y).toBeCloseTo(zero, 9);
  expect(first!.height / last!.height).toBeCloseTo(5, 9);
  for (const bar of bars)
    if (bar.kind === "rect")
      expect([bar.x >= 0, bar.x + bar.width <= width, bar.y + bar.height <= height]).toEqual([
        true,
        true,
        true,
      ]);
});
