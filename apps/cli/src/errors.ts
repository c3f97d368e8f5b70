import { defineErrors } from "@qtwin/core";

/** Failures of the command line itself; the codes are stable. */
export const cliError = defineErrors({
  QT_CLI_BAD_OPTION: {
    kind: "invalid-input",
    fix: "'qtwin help COMMAND' lists the options and their ranges.",
  },
  QT_CLI_FILE_NOT_FOUND: { kind: "not-found", fix: "Check the path." },
  QT_CLI_FILE_DENIED: { kind: "denied", fix: "Give this user the right to use the file." },
  QT_CLI_FILE_FAILED: {
    kind: "unavailable",
    fix: "Check the path, and that the disk is there and not full.",
  },
});
