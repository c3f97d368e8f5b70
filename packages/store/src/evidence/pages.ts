import type { EvidenceEntry, EvidenceFilter, EvidenceStore } from "./evidence.ts";

const pageSize = 500;

/** What a filter lets through, newest first, in pages; all of it where the filter has no limit. */
export async function* evidencePages(
  ledger: EvidenceStore,
  { limit = Infinity, ...filter }: EvidenceFilter = {},
): AsyncGenerator<readonly EvidenceEntry[]> {
  let next = filter;
  for (let left = limit; left > 0; ) {
    const size = Math.min(left, pageSize);
    const page = await ledger.list({ ...next, limit: size });
    if (page.length > 0) yield page;
    if (page.length < size) return;
    left -= size;
    next = { ...filter, beforeNumber: page.at(-1)!.number };
  }
}
