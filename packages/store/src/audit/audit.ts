import type { Json } from "@qtwin/core";

export interface AuditEvent {
  /** Null for what belongs to the platform, such as a login. */
  readonly siteId: string | null;
  readonly atMs: number;
  /** User name, api key name or `loop`, `ingest`, `server`. */
  readonly actor: string;
  /** Dotted verb, for example `proposal.approve`, `command.send`, `login.fail`. */
  readonly action: string;
  /** Id of what it is about. */
  readonly subject: string;
  readonly details: Json;
}

/** `hash` = SHA-256 of `previousHash` and the canonical JSON of the event with its number. */
export interface AuditEntry extends AuditEvent {
  readonly number: number;
  readonly previousHash: string;
  readonly hash: string;
}

export type AuditVerdict =
  | { readonly intact: true; readonly count: number; readonly headHash: string }
  /** `number` is the first entry that does not fit. */
  | { readonly intact: false; readonly count: number; readonly number: number; readonly reason: string };

export interface AuditStore {
  /** Serialised over all processes: the chain has no forks. */
  readonly append: (event: AuditEvent) => Promise<AuditEntry>;
  /** Newest first. */
  readonly list: (filter?: {
    readonly siteId?: string;
    readonly subject?: string;
    readonly action?: string;
    readonly beforeNumber?: number;
    readonly limit?: number;
  }) => Promise<readonly AuditEntry[]>;
  /**
   * Recomputes the whole chain. A head kept elsewhere (number and hash) also shows a cut-off tail.
   */
  readonly verify: (expectedHead?: {
    readonly number: number;
    readonly hash: string;
  }) => Promise<AuditVerdict>;
}
