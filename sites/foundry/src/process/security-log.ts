import { appendFileSync } from "node:fs";

/** What the plant refused, and to whom. */
export interface PlantSecurityEvent {
  readonly action:
    | "channel-refused"
    | "session-refused"
    | "login-refused"
    | "write-refused"
    | "call-refused"
    | "command-replayed"
    | "mqtt-login-refused"
    | "mqtt-publish-refused"
    | "mqtt-subscribe-refused";
  /** Who: user, certificate or address. */
  readonly subject: string;
  readonly detail: string;
}

export type ReportSecurity = (event: PlantSecurityEvent) => void;

/** Appends events to `security.jsonl`, one JSON line each, with wall time. */
export function createSecurityLog(file: string, wallNowMs: () => number): ReportSecurity {
  return (event) =>
    appendFileSync(file, `${JSON.stringify({ at: new Date(wallNowMs()).toISOString(), ...event })}\n`, {
      mode: 0o600,
    });
}
