import type { OpenContext } from "@qtwin/twin";

/** Reports payloads that cannot be read: at once for a topic, then at most once a minute with a count. */
export interface MalformedReport {
  readonly record: (topic: string, reason: string, bytes: number) => void;
  readonly close: () => void;
}

const quietMs = 60_000;

export function createMalformedReport(
  context: Pick<OpenContext, "log" | "onSecurityEvent">,
): MalformedReport {
  const quiet = new Map<string, { more: number; reason: string; timer: NodeJS.Timeout }>();

  const report = (topic: string, detail: string): void => {
    context.log("warn", "A message cannot be read; it is recorded as a bad value.", { topic, detail });
    context.onSecurityEvent({ action: "mqtt.malformed", subject: topic, detail });
  };

  const endQuiet = (topic: string): void => {
    const entry = quiet.get(topic);
    quiet.delete(topic);
    if (entry !== undefined && entry.more > 0)
      report(topic, `${entry.more} more messages within a minute, the last: ${entry.reason}`);
  };

  return {
    record(topic, reason, bytes) {
      const entry = quiet.get(topic);
      if (entry !== undefined) {
        entry.more += 1;
        entry.reason = reason;
        return;
      }
      report(topic, `${bytes} bytes: ${reason}`);
      const timer = setTimeout(() => endQuiet(topic), quietMs);
      timer.unref();
      quiet.set(topic, { more: 0, reason, timer });
    },
    close() {
      for (const [topic, entry] of quiet) {
        clearTimeout(entry.timer);
        endQuiet(topic);
      }
    },
  };
}
