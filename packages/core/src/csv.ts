export type CsvCell = string | number | null;

/**
 * One line of CSV with its end; null is an empty field, and a text that a spreadsheet would take for a formula is kept a text.
 * Source: RFC 4180.
 */
export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(field).join(",")}\r\n`;

function field(cell: CsvCell): string {
  if (typeof cell !== "string") return cell === null ? "" : String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
