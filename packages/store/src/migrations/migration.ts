/** One step of the schema. Never edited once released: its text is remembered by the databases it made. */
export interface Migration {
  readonly number: number;
  readonly title: string;
  readonly sql: string;
}

/** Forbids changing and removing rows of a table, for everyone but who may drop the trigger. */
export const appendOnly = (table: string): string => `
create trigger append_only before update or delete on qtwin.${table}
  for each row execute function qtwin.refuse_change();
create trigger append_only_truncate before truncate on qtwin.${table}
  for each statement execute function qtwin.refuse_change();
`;
