import type { Locale } from "./formats.ts";

/** One bar a series and label; null: not known, no bar. */
export interface BarChart {
  readonly title: string;
  readonly unit: string;
  readonly labels: readonly string[];
  readonly series: readonly { readonly title: string; readonly values: readonly (number | null)[] }[];
}

export interface Column {
  readonly title: string;
  /** Numbers stand right. */
  readonly align: "left" | "right";
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** Under a line, for example the sum of the rows. */
  readonly total?: readonly string[];
}

export interface Figure {
  readonly label: string;
  readonly value: string;
  /** What it is made from, or what is missing for it. */
  readonly note?: string;
}

export type Block =
  | { readonly kind: "text"; readonly text: string }
  /** What a reader must not overlook: unknown, estimated, synthetic. */
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "figures"; readonly figures: readonly Figure[] }
  | { readonly kind: "table"; readonly table: Table }
  | { readonly kind: "chart"; readonly chart: BarChart };

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A report as its reader sees it, texts and numbers in the reader's own forms; whatever shows it only lays it out. */
export interface ReportDocument {
  readonly locale: Locale;
  readonly title: string;
  readonly subtitle: string;
  readonly sections: readonly Section[];
  readonly footer: string;
  /** When it was made, UTC milliseconds. */
  readonly madeAtMs: number;
}

/** Forms a document can be rendered in, each one file. */
export const reportFormats = ["html", "pdf"] as const;
export type ReportFormat = (typeof reportFormats)[number];

export const left = (title: string): Column => ({ title, align: "left" });
export const right = (title: string): Column => ({ title, align: "right" });
