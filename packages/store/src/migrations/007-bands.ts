import type { Migration } from "./migration.ts";

/** One state a site: what it was learnt from is in proposals and history. */
export const bands: Migration = {
  number: 7,
  title: "bands learnt from past errors of plans",
  sql: `
create table qtwin.learnt_bands (
  site_id text primary key,
  until_ms bigint not null,
  content json not null
);
`,
};
