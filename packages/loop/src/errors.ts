import { defineErrors } from "@qtwin/core";

/** Every failure of planning, writing and the workflows: code, kind and what to do about it. */
export const loopError = defineErrors({
  QT_LOOP_NOT_RUNNING: {
    kind: "unavailable",
    fix: "Start the worker first; a workflow runs only inside one.",
  },
  QT_LOOP_ALREADY_RUNNING: {
    kind: "conflict",
    fix: "Stop the other worker of this process: one process runs one worker.",
  },
  QT_LOOP_PLANT_AWAY: {
    kind: "unavailable",
    fix: "Check the plant's OPC UA server and 'qtwin trust'; the plant is on native control meanwhile.",
  },
  QT_LOOP_NO_USE_CASE: { kind: "invalid-input", fix: "Name an existing use case in the site file." },
  QT_LOOP_BAD_KEY: {
    kind: "invalid-input",
    fix: "Remove the file: a new key is made at the next start, and open approvals must be given again.",
  },
  QT_LOOP_NO_PROPOSAL: { kind: "not-found", fix: "Reload the list of proposals." },
  QT_LOOP_NO_WHAT_IF: { kind: "unsupported", fix: "Give its use case a 'whatIf'." },
  QT_LOOP_NO_FACTS: { kind: "conflict", fix: "Try it on a newer proposal." },
  QT_LOOP_BUSY: { kind: "unavailable", fix: "Try it again in a minute." },
  QT_LOOP_NO_PLAN: { kind: "conflict", fix: "Take back a part of the change." },
  QT_LOOP_BAD_PERIOD: {
    kind: "invalid-input",
    fix: "Give the first and the last day as YYYY-MM-DD, both included, for example 2023-05-01 and 2023-05-28.",
  },
  QT_LOOP_NO_NOMINATION: {
    kind: "not-found",
    fix: "Give a day as YYYY-MM-DD. A day is nominated the day before, at the time 'balancing' of the site file says.",
  },
  QT_LOOP_NO_WRITE_CONNECTOR: {
    kind: "invalid-input",
    fix: "Configure a connector that can write, or turn writing off in the site file.",
  },
});
