import type { BarChart, Block, Figure, ReportDocument, Section, Table } from "../document.ts";
import { formatsOf } from "../formats.ts";
import { chartShapes, type Drawing, type Shape } from "./chart-shapes.ts";

const style = `
:root { color-scheme: light; font: 15px/1.45 "Source Sans 3", "Segoe UI", system-ui, sans-serif; color: #1a1d21; }
body { margin: 2rem auto; max-width: 62rem; padding: 0 1.2rem; background: #fff; }
h1 { margin-bottom: 0; font-size: 1.7rem; } h2 { margin-top: 2.2rem; font-size: 1.2rem; border-bottom: 1px solid #ced4da; }
.subtitle, footer { color: #495057; } footer { margin-top: 3rem; font-size: 0.85rem; }
.note { border-left: 3px solid #e67700; padding: 0.2rem 0.8rem; background: #fff9f0; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 0.8rem; }
.figures div { border: 1px solid #ced4da; border-radius: 4px; padding: 0.5rem 0.8rem; }
.figures dt { font-size: 0.85rem; color: #495057; } .figures dd { margin: 0; font-size: 1.25rem; font-weight: 600; }
.figures dd + dd { font-size: 0.8rem; font-weight: 400; color: #495057; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 0.86rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.18rem 0.5rem; text-align: left; vertical-align: bottom; } td { border-top: 1px solid #e9ecef; }
th { font-weight: 600; } tfoot td { border-top: 2px solid #495057; font-weight: 600; } .right { text-align: right; } td.right { white-space: nowrap; }
figure { margin: 1rem 0; } figcaption { font-weight: 600; } svg { width: 100%; height: auto; }
@media print { @page { size: A4; margin: 14mm; } body { margin: 0; max-width: none; padding: 0; font-size: 9pt; }
  table { font-size: 7.5pt; } thead { display: table-header-group; } tr, figure, .figures div, .note { break-inside: avoid; } h2 { break-after: avoid; } .scroll { overflow: visible; } }
`;

/** The document as one HTML file: style and charts are inside, nothing is loaded, nothing runs. */
export function renderHtml(document: ReportDocument): string {
  const { locale, title, subtitle, sections, footer } = document;
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escaped(title)}</h1><p class="subtitle">${escaped(subtitle)}</p></header>
<main>
${sections.map((section) => sectionHtml(section, document)).join("\n")}
</main>
<footer>${escaped(footer)}</footer>
</body>
</html>
`;
}

const sectionHtml = ({ title, blocks }: Section, document: ReportDocument): string =>
  `<section><h2>${escaped(title)}</h2>\n${blocks.map((block) => blockHtml(block, document)).join("\n")}</section>`;

function blockHtml(block: Block, document: ReportDocument): string {
  switch (block.kind) {
    case "text":
      return `<p>${escaped(block.text)}</p>`;
    case "note":
      return `<p class="note">${escaped(block.text)}</p>`;
    case "figures":
      return `<dl class="figures">${block.figures.map(figureHtml).join("")}</dl>`;
    case "table":
      return tableHtml(block.table);
    case "chart":
      return chartHtml(block.chart, document);
  }
}

const figureHtml = ({ label, value, note }: Figure): string =>
  `<div><dt>${escaped(label)}</dt><dd>${escaped(value)}</dd>${note ? `<dd>${escaped(note)}</dd>` : ""}</div>`;

function tableHtml({ columns, rows, total }: Table): string {
  const classOf = (index: number): string => (columns[index]?.align === "right" ? ' class="right"' : "");
  const row = (cells: readonly string[]): string =>
    `<tr>${cells.map((cell, index) => `<td${classOf(index)}>${escaped(cell)}</td>`).join("")}</tr>`;
  const head = columns.map(({ title }, index) => `<th scope="col"${classOf(index)}>${escaped(title)}</th>`);
  return `<div class="scroll" tabindex="0"><table><thead><tr>${head.join("")}</tr></thead>
<tbody>${rows.map(row).join("\n")}</tbody>${total ? `<tfoot>${row(total)}</tfoot>` : ""}</table></div>`;
}

function chartHtml(chart: BarChart, { locale }: ReportDocument): string {
  const { number } = formatsOf(locale, "UTC");
  const drawing = chartShapes(chart, (value) => number(value, Number.isInteger(value) ? 0 : 1));
  return `<figure><figcaption>${escaped(chart.title)}</figcaption>${svgOf(drawing, chart.title)}</figure>`;
}

const svgOf = ({ width, height, fontSize, shapes }: Drawing, title: string): string =>
  `<svg viewBox="0 0 ${width} ${height}" font-size="${fontSize}" role="img" aria-label="${escaped(title)}">${shapes.map(shapeSvg).join("")}</svg>`;

const short = (value: number): string => String(Math.round(value * 100) / 100);

function shapeSvg(shape: Shape): string {
  if (shape.kind === "rect")
    return `<rect x="${short(shape.x)}" y="${short(shape.y)}" width="${short(shape.width)}" height="${short(shape.height)}" fill="${shape.colour}"/>`;
  if (shape.kind === "line")
    return `<line x1="${short(shape.x1)}" y1="${short(shape.y1)}" x2="${short(shape.x2)}" y2="${short(shape.y2)}" stroke="${shape.colour}"/>`;
  return `<text x="${short(shape.x)}" y="${short(shape.y)}" text-anchor="${shape.anchor}">${escaped(shape.text)}</text>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (found) => entities[found]!);
