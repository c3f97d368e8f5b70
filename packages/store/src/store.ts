import type { ApiKeyStore, SessionStore, UserStore } from "./access/access.ts";
import type { AssetModeStore, OverrideStore } from "./assets/assets.ts";
import type { AuditStore } from "./audit/audit.ts";
import type { BandStore } from "./bands/bands.ts";
import type { CommandStore } from "./commands/commands.ts";
import type { EventStore } from "./events/events.ts";
import type { EvidenceStore } from "./evidence/evidence.ts";
import type { ExperienceStore } from "./experience/experience.ts";
import type { HistoryStore, SnapshotStore } from "./history/history.ts";
import type { LearningStore } from "./learning/learning.ts";
import type { NominationStore } from "./nominations/nominations.ts";
import type { DecisionStore, ProposalStore } from "./proposals/proposals.ts";
import type { KpiStore, RunStore } from "./runs/runs.ts";

/** Everything Qtwin must not lose. All times are milliseconds UTC; which clock is said where it matters. */
export interface Store {
  readonly history: HistoryStore;
  readonly snapshots: SnapshotStore;
  readonly proposals: ProposalStore;
  readonly decisions: DecisionStore;
  readonly commands: CommandStore;
  readonly assetModes: AssetModeStore;
  readonly overrides: OverrideStore;
  readonly audit: AuditStore;
  readonly users: UserStore;
  readonly apiKeys: ApiKeyStore;
  readonly sessions: SessionStore;
  readonly runs: RunStore;
  readonly kpis: KpiStore;
  readonly events: EventStore;
  /** What quantum runs brought beside their controls. */
  readonly evidence: EvidenceStore;
  /** What races of solvers taught, so that the next ones start well. */
  readonly experience: ExperienceStore;
  /** What the meters taught about the plant, and what people said to it. */
  readonly learning: LearningStore;
  /** How far plans were off so far, for the bands around them. */
  readonly bands: BandStore;
  /** What was told the supplier beforehand, day by day. */
  readonly nominations: NominationStore;
  /** Never throws: a database that is away is an answer. */
  readonly health: () => Promise<StoreHealth>;
  readonly close: () => Promise<void>;
}

export interface StoreHealth {
  readonly ok: boolean;
  readonly latencyMs: number;
  /** For example `18.4`; null while the database is away. */
  readonly serverVersion: string | null;
  /** Number of the newest migration applied; null while the database is away. */
  readonly migration: number | null;
  readonly sizeBytes: number | null;
  /** What is wrong, in one sentence; empty when ok. */
  readonly detail: string;
}

export interface StoreOptions {
  /** `postgresql://user:password@host:port/database`. */
  readonly url: string;
  /** Wall clock, UTC milliseconds: lockouts and expiry of access. */
  readonly nowMs: () => number;
  /** Most connections of this process; default 8. */
  readonly maxConnections?: number;
  /** Default true: brings the schema up to date, under a lock shared by all processes. */
  readonly migrate?: boolean;
}
