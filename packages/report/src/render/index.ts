import type { ReportDocument, ReportFormat } from "../document.ts";
import { renderHtml } from "./html.ts";
import { renderPdf } from "./pdf.ts";

/** The document as one file that needs nothing beside it. */
export const renderReport = async (document: ReportDocument, format: ReportFormat): Promise<Uint8Array> =>
  format === "pdf" ? renderPdf(document) : new TextEncoder().encode(renderHtml(document));

export { renderHtml, renderPdf };
