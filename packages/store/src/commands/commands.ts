import type { Ack } from "@qtwin/twin";

export const commandStates = [
  "prepared", // stored, not yet sent
  "sent", // given to the connector; its effect is unknown until an Ack is read
  "acknowledged", // the plant accepted it
  "clamped", // the plant accepted it with another value
  "verified", // the process value follows
  "refused",
  "expired",
  "failed",
  "handed-back",
] as const;
export type CommandState = (typeof commandStates)[number];

/** What is stored before a command is sent. */
export interface PreparedCommand {
  /** `proposalId:pointId:slot`. */
  readonly id: string;
  readonly siteId: string;
  readonly proposalId: string;
  readonly decisionId: string;
  readonly pointId: string;
  readonly asset: string;
  readonly slot: number;
  readonly value: unknown;
  /** Native value, in force after hand-back. */
  readonly restore: unknown;
  readonly validFromMs: number;
  readonly validUntilMs: number;
}

export interface CommandRecord extends PreparedCommand {
  readonly state: CommandState;
  readonly preparedAtMs: number;
  readonly sentAtMs: number | null;
  /** How often it was handed to the connector. */
  readonly sends: number;
  readonly ack: Ack | null;
  readonly endedAtMs: number | null;
  /** Why it ended as it did; empty while under way. */
  readonly reason: string;
}

export interface CommandChange {
  readonly to: CommandState;
  readonly atMs: number;
  readonly ack?: Ack;
  readonly reason?: string;
}

/** The outbox: a command is here before it leaves, and its state says what is known of its effect. */
export interface CommandStore {
  /**
   * Stores a command; `created` is false when the id is there already, and then the stored one counts.
   * @throws QT_STORE_COMMAND_DIFFERS when the id exists with another value or validity
   */
  readonly prepare: (
    command: PreparedCommand,
    atMs: number,
  ) => Promise<{ readonly record: CommandRecord; readonly created: boolean }>;
  readonly get: (id: string) => Promise<CommandRecord | null>;
  /**
   * Changes the state along the table of `states.ts`; `sent` to `sent` counts one more send, any other repeat changes
   * nothing.
   * @throws QT_STORE_NO_COMMAND, QT_STORE_BAD_TRANSITION
   */
  readonly transition: (id: string, change: CommandChange) => Promise<CommandRecord>;
  /** In order of slot, then point. */
  readonly ofProposal: (proposalId: string) => Promise<readonly CommandRecord[]>;
  /** Under way (`prepared`, `sent`, `acknowledged`, `clamped`), oldest first. */
  readonly underWay: (siteId: string) => Promise<readonly CommandRecord[]>;
  /** Newest first. */
  readonly list: (siteId: string, limit?: number) => Promise<readonly CommandRecord[]>;
  /** Commands of a point sent since an instant, whatever became of them: for rate limits. */
  readonly countSent: (siteId: string, pointId: string, sinceMs: number) => Promise<number>;
}
