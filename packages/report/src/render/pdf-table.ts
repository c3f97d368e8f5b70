import type { Table } from "../document.ts";
import { faint, ink, keepTogether, lineWidth, type Pdf, pageEnd } from "./pdf-page.ts";

const fontSize = 7.5;
const gap = 6;
const rowGap = 2.5;

/** Columns as wide as their widest cell, all shrunk alike where they do not fit; heads are broken into lines. */
function columnWidths(pdf: Pdf, { columns, rows, total }: Table, available: number): readonly number[] {
  const wishes = columns.map(({ title }, column) => {
    pdf.font("bold");
    const words = title.split(" ").map((word) => pdf.widthOfString(word));
    const bold = total ? pdf.widthOfString(total[column] ?? "") : 0;
    pdf.font("regular");
    return Math.max(...words, bold, ...rows.map((row) => pdf.widthOfString(row[column] ?? ""))) + gap + 1;
  });
  const wished = wishes.reduce((sum, each) => sum + each, 0);
  const factor = wished > available ? available / wished : 1;
  const spare = wished < available ? (available - wished) / columns.length : 0;
  return wishes.map((each) => each * factor + spare);
}

/** A table over as many pages as it takes, its head on each. */
export function drawTable(pdf: Pdf, table: Table, x: number): void {
  pdf.fontSize(fontSize);
  const widths = columnWidths(pdf, table, lineWidth(pdf));
  const heightOf = (cells: readonly string[]): number =>
    Math.max(...cells.map((cell, column) => pdf.heightOfString(cell, { width: widths[column]! - gap })));
  const drawRow = (cells: readonly string[], font: "regular" | "bold"): void => {
    pdf.font(font).fontSize(fontSize).fillColor(ink);
    const height = heightOf(cells);
    const top = pdf.y;
    let left = x;
    cells.forEach((cell, column) => {
      const width = widths[column]!;
      const align = table.columns[column]!.align;
      pdf.text(cell, left, top, { width: width - gap, align });
      left += width;
    });
    pdf.y = top + height + rowGap;
  };
  const drawHead = (): void => {
    const titles = table.columns.map(({ title }) => title);
    drawRow(titles, "bold");
    rule(pdf, x, 0.8);
  };
  const drawWhereFits = (cells: readonly string[], font: "regular" | "bold"): void => {
    pdf.font(font).fontSize(fontSize);
    if (pdf.y + heightOf(cells) > pageEnd(pdf)) {
      pdf.addPage();
      drawHead();
    }
    drawRow(cells, font);
  };
  keepTogether(pdf, 40);
  drawHead();
  for (const row of table.rows) drawWhereFits(row, "regular");
  if (!table.total) return;
  rule(pdf, x, 0.8);
  drawWhereFits(table.total, "bold");
}

function rule(pdf: Pdf, x: number, thickness: number): void {
  pdf
    .moveTo(x, pdf.y)
    .lineTo(x + lineWidth(pdf), pdf.y)
    .lineWidth(thickness)
    .stroke(faint);
  pdf.y += rowGap;
}
