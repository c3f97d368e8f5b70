/** Tables of a backup, in an order in which references are met. */
export const backupTables = [
  "points",
  "labels",
  "history",
  "snapshots",
  "proposals",
  "decisions",
  "commands",
  "asset_modes",
  "asset_evidence",
  "overrides",
  "audit",
  "users",
  "api_keys",
  "revoked_sessions",
  "runs",
  "kpis",
  "events",
  "quantum_evidence",
  "solver_experience",
  "learnt_bands",
  "learnt_values",
  "learnt_decisions",
  "nominations",
] as const;

/** Tables whose numbers are given by the database. */
export const numberedTables = {
  points: "id",
  labels: "id",
  asset_modes: "number",
  events: "number",
  quantum_evidence: "number",
  learnt_values: "number",
  learnt_decisions: "number",
} as const;

export const backupFormat = "qtwin-backup-1";

/** First line of a backup. */
export interface BackupHeader {
  readonly format: typeof backupFormat;
  readonly migration: number;
  readonly createdAt: string;
}

/** Last line: without it the file was cut off. */
export interface BackupFooter {
  readonly rows: Readonly<Record<string, number>>;
  /** SHA-256 over all lines before. */
  readonly sha256: string;
}
