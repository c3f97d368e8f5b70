import type { Json } from "@qtwin/core";
import type { ColumnType, Generated } from "kysely";

/** A JSON column: written as text, so that what was given is kept word for word. */
type JsonText<Value = Json> = ColumnType<Value, string, string>;

/** The schema `qtwin` as Kysely sees it; history, labels and points are used through plain SQL only. */
export interface Tables {
  snapshots: {
    id: string;
    site_id: string;
    watermark_ms: number;
    taken_at_ms: number;
    content: JsonText<unknown>;
  };
  proposals: ProposalsTable;
  decisions: {
    id: string;
    site_id: string;
    proposal_id: string;
    verdict: string;
    decided_at_ms: number;
    content: JsonText<unknown>;
  };
  commands: CommandsTable;
  asset_modes: {
    number: Generated<number>;
    site_id: string;
    asset: string;
    mode: string;
    since_ms: number;
    by: string;
    reason: string;
  };
  asset_evidence: {
    site_id: string;
    asset: string;
    day: string;
    prediction_error_pct: number | null;
    prediction_limit_pct: number | null;
    saving_eur: number | null;
    overrides: number;
    refusals: number;
  };
  overrides: {
    id: string;
    site_id: string;
    asset: string;
    started_at_ms: number;
    ended_at_ms: number | null;
    by: string;
    reason: string;
  };
  audit: AuditTable;
  users: UsersTable;
  api_keys: {
    id: string;
    name: string;
    roles: string[];
    secret_hash: string;
    created_by: string;
    created_at_ms: number;
    expires_at_ms: number | null;
    revoked_at_ms: number | null;
  };
  revoked_sessions: { id: string; expires_at_ms: number };
  runs: RunsTable;
  kpis: {
    site_id: string;
    id: string;
    from_ms: number;
    until_ms: number;
    value: number;
    unit: string;
    computed_at_ms: number;
  };
  quantum_evidence: QuantumEvidenceTable;
  solver_experience: SolverExperienceTable;
  learnt_values: LearntValuesTable;
  learnt_decisions: LearntDecisionsTable;
  learnt_bands: { site_id: string; until_ms: number; content: JsonText<unknown> };
  nominations: NominationsTable;
  events: { number: Generated<number>; site_id: string; topic: string; at_ms: number; payload: JsonText };
}

export interface ProposalsTable {
  id: string;
  site_id: string;
  state: string;
  version: number;
  created_at_ms: number;
  updated_at_ms: number;
  updated_by: string;
  note: string;
  content: JsonText<unknown>;
}

export interface CommandsTable {
  id: string;
  site_id: string;
  proposal_id: string;
  decision_id: string;
  point_id: string;
  asset: string;
  slot: number;
  value: JsonText<unknown>;
  restore: JsonText<unknown>;
  valid_from_ms: number;
  valid_until_ms: number;
  state: string;
  prepared_at_ms: number;
  sent_at_ms: number | null;
  sends: Generated<number>;
  ack: ColumnType<unknown, string | null | undefined, string | null>;
  ended_at_ms: number | null;
  reason: Generated<string>;
}

export interface AuditTable {
  number: number;
  site_id: string | null;
  at_ms: number;
  actor: string;
  action: string;
  subject: string;
  details: JsonText;
  previous_hash: string;
  hash: string;
}

export interface UsersTable {
  name: string;
  display_name: string;
  roles: string[];
  password: string;
  disabled: Generated<boolean>;
  created_at_ms: number;
  sessions_from_ms: Generated<number>;
  wrong_passwords: Generated<number>;
  locked_until_ms: Generated<number>;
}

export interface QuantumEvidenceTable {
  number: Generated<number>;
  id: string;
  at_ms: number;
  by: string;
  problem_class: string;
  method: string;
  content: JsonText<unknown>;
}

export interface SolverExperienceTable {
  problem_class: string;
  solver: string;
  races: number;
  wins: number;
}

export interface LearntValuesTable {
  number: Generated<number>;
  site_id: string;
  value_id: string;
  learnt_at_ms: number;
  until_ms: number;
  content: JsonText<unknown>;
}

export interface LearntDecisionsTable {
  number: Generated<number>;
  site_id: string;
  value_id: string;
  verdict: string;
  at_ms: number;
  by: string;
  reason: string;
}

export interface NominationsTable {
  site_id: string;
  day: string;
  made_at_ms: number;
  from_ms: number;
  until_ms: number;
  content: JsonText<unknown>;
}

export interface RunsTable {
  id: string;
  site_id: string;
  use_case: string;
  snapshot_id: string | null;
  proposal_id: string | null;
  created_at_ms: number;
  model_hash: string;
  mps_gzip: Buffer;
  solution: Buffer | null;
  answer: JsonText<unknown>;
}
