/** A PDF while it is written. */
export type Pdf = PDFKit.PDFDocument;

/** Around each A4 page, in points. */
export const margin = 42;
export const ink = "#1a1d21";
export const faint = "#495057";

/** Width between the margins. */
export const lineWidth = (pdf: Pdf): number => pdf.page.width - 2 * margin;
/** Below it is the footer. */
export const pageEnd = (pdf: Pdf): number => pdf.page.height - margin - 18;

export function keepTogether(pdf: Pdf, height: number): void {
  if (pdf.y + height > pageEnd(pdf)) pdf.addPage();
}
