import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import PDFDocument from "pdfkit";
import type { BarChart, Block, Figure, ReportDocument, Table } from "../document.ts";
import { formatsOf } from "../formats.ts";
import { chartShapes, type Shape } from "./chart-shapes.ts";
import { faint, ink, keepTogether, lineWidth, margin, type Pdf } from "./pdf-page.ts";
import { drawTable } from "./pdf-table.ts";

const require = createRequire(import.meta.url);
const fonts = {
  regular: require.resolve("@fontsource/source-sans-3/files/source-sans-3-latin-400-normal.woff"),
  bold: require.resolve("@fontsource/source-sans-3/files/source-sans-3-latin-600-normal.woff"),
};

/** The document on A4 pages, with its fonts inside. */
export async function renderPdf(document: ReportDocument): Promise<Uint8Array> {
  const { title, subtitle, locale, madeAtMs } = document;
  const pdf = new PDFDocument({
    size: "A4",
    margin,
    lang: locale,
    displayTitle: true,
    bufferPages: true,
    info: { Title: title, Creator: "Qtwin", Producer: "Qtwin", CreationDate: new Date(madeAtMs) },
  });
  const chunks: Buffer[] = [];
  pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on("end", resolve);
    pdf.on("error", reject);
  });
  for (const [name, file] of Object.entries(fonts)) pdf.registerFont(name, readFileSync(file));
  pdf.font("bold").fontSize(20).fillColor(ink).text(title);
  pdf.font("regular").fontSize(10).fillColor(faint).text(subtitle);
  for (const section of document.sections) {
    keepTogether(pdf, 110);
    pdf.moveDown(1.2).font("bold").fontSize(13).fillColor(ink).text(section.title);
    pdf.moveDown(0.3);
    for (const block of section.blocks) drawBlock(pdf, block, document);
  }
  numberPages(pdf, document.footer);
  pdf.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
}

function drawBlock(pdf: Pdf, block: Block, { locale }: ReportDocument): void {
  pdf.x = margin;
  if (block.kind === "text") drawText(pdf, block.text, 0);
  else if (block.kind === "note") drawText(pdf, block.text, 8);
  else if (block.kind === "figures") drawFigures(pdf, block.figures);
  else if (block.kind === "table") drawSpacedTable(pdf, block.table);
  else drawChart(pdf, block.chart, formatsOf(locale, "UTC").number);
}

/** @param indent of a note, with a bar before it */
function drawText(pdf: Pdf, text: string, indent: number): void {
  pdf.font("regular").fontSize(9);
  const options = { width: lineWidth(pdf) - indent, lineGap: 1 };
  const height = pdf.heightOfString(text, options);
  keepTogether(pdf, height);
  const top = pdf.y;
  if (indent > 0) pdf.rect(margin, top, 2, height).fill("#e67700");
  pdf.fillColor(ink).text(text, margin + indent, top, options);
  pdf.moveDown(0.5);
}

const figureHeight = 50;
const figuresPerRow = 4;

function drawFigures(pdf: Pdf, figures: readonly Figure[]): void {
  const width = lineWidth(pdf) / figuresPerRow;
  for (let first = 0; first < figures.length; first += figuresPerRow) {
    keepTogether(pdf, figureHeight);
    const top = pdf.y;
    figures.slice(first, first + figuresPerRow).forEach(({ label, value, note }, place) => {
      const x = margin + place * width;
      const options = { width: width - 10, lineBreak: true };
      pdf
        .font("regular")
        .fontSize(7.5)
        .fillColor(faint)
        .text(label, x, top, { ...options, height: 10 });
      pdf
        .font("bold")
        .fontSize(12)
        .fillColor(ink)
        .text(value, x, top + 10, { ...options, height: 14 });
      if (note)
        pdf
          .font("regular")
          .fontSize(6.5)
          .fillColor(faint)
          .text(note, x, top + 26, { ...options, height: 20 });
    });
    pdf.x = margin;
    pdf.y = top + figureHeight;
  }
}

function drawSpacedTable(pdf: Pdf, table: Table): void {
  drawTable(pdf, table, margin);
  pdf.x = margin;
  pdf.y += 8;
}

function drawChart(pdf: Pdf, chart: BarChart, number: (value: number, digits: number) => string): void {
  const drawing = chartShapes(chart, (value) => number(value, Number.isInteger(value) ? 0 : 1));
  const scale = lineWidth(pdf) / drawing.width;
  keepTogether(pdf, drawing.height * scale + 16);
  pdf.font("bold").fontSize(9).fillColor(ink).text(chart.title, margin);
  const top = pdf.y;
  pdf.save().translate(margin, top).scale(scale);
  pdf.font("regular").fontSize(drawing.fontSize);
  for (const shape of drawing.shapes) drawShape(pdf, shape, drawing.fontSize);
  pdf.restore();
  pdf.x = margin;
  pdf.y = top + drawing.height * scale + 8;
}

function drawShape(pdf: Pdf, shape: Shape, fontSize: number): void {
  if (shape.kind === "rect") {
    pdf.rect(shape.x, shape.y, shape.width, shape.height).fill(shape.colour);
  } else if (shape.kind === "line") {
    pdf.moveTo(shape.x1, shape.y1).lineTo(shape.x2, shape.y2).lineWidth(0.7).stroke(shape.colour);
  } else {
    const width = pdf.widthOfString(shape.text);
    const x = shape.anchor === "start" ? shape.x : shape.x - (shape.anchor === "end" ? width : width / 2);
    pdf.fillColor(faint).text(shape.text, x, shape.y - 0.8 * fontSize, { lineBreak: false });
  }
}

function numberPages(pdf: Pdf, footer: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    const y = pdf.page.height - margin;
    // Below the margin a text would begin a new page.
    pdf.page.margins.bottom = 0;
    pdf.font("regular").fontSize(7).fillColor(faint);
    pdf.text(footer, margin, y, { width: lineWidth(pdf) - 60, height: 18 });
    pdf.text(`${page + 1} / ${count}`, margin, y, {
      width: lineWidth(pdf),
      align: "right",
      lineBreak: false,
    });
    pdf.page.margins.bottom = margin;
  }
}
