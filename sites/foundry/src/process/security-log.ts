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

/**
 * Appends events to `security.jsonl`, one JSON line each, with wall time; where the disk takes no more, `print` still
 * gets them.
 */
export function createSecurityLog(
  file: string,
  wallNowMs: () => number,
  print: (entry: object) => void,
): ReportSecurity {
  return (event) => {
    const entry = { at: new Date(wallNowMs()).toISOString(), ...event };
    print({ security: entry });
    try {
      appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
    } catch (error) {
      print({ level: "error", message: "The security log cannot be written", error: String(error) });
    }
  };
}
