import type { CommandState } from "./commands.ts";

/** What may become of a command. From `sent` everything is possible: its effect is not known yet. */
export const commandTransitions: Readonly<Record<CommandState, readonly CommandState[]>> = {
  prepared: ["sent", "expired", "failed", "handed-back"],
  sent: ["sent", "acknowledged", "clamped", "verified", "refused", "expired", "failed", "handed-back"],
  acknowledged: ["verified", "clamped", "failed", "expired", "handed-back"],
  clamped: ["verified", "failed", "expired", "handed-back"],
  verified: ["handed-back"],
  refused: [],
  expired: [],
  failed: ["handed-back"],
  "handed-back": [],
};

export const underWayStates: readonly CommandState[] = ["prepared", "sent", "acknowledged", "clamped"];
