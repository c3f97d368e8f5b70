import { appendOnly, type Migration } from "./migration.ts";

/** One a site and delivery day: what was told the supplier is not told otherwise. */
export const nominations: Migration = {
  number: 8,
  title: "schedules nominated to the supplier",
  sql: `
create table qtwin.nominations (
  site_id text not null,
  day text not null,
  made_at_ms bigint not null,
  from_ms bigint not null,
  until_ms bigint not null,
  content json not null,
  primary key (site_id, day)
);
${appendOnly("nominations")}
`,
};
