import { QtwinError } from "@qtwin/core";

/** Every failure of this package. */
export const storeErrors = {
  noBinaries: (platform: string) =>
    new QtwinError({
      kind: "unsupported",
      code: "QT_STORE_NO_BINARIES",
      message: `PostgreSQL for ${platform} is not installed.`,
      fix: "Run 'npm install' with optional dependencies, or set QTWIN_DATABASE_URL to a PostgreSQL of your own.",
    }),

  dataVersion: (dataDir: string, found: string, expected: string) =>
    new QtwinError({
      kind: "unsupported",
      code: "QT_STORE_DATA_VERSION",
      message: `The database files were made by PostgreSQL ${found}; this Qtwin runs PostgreSQL ${expected}.`,
      fix: "Start the Qtwin that made them, back up, move the folder away, start this one and restore.",
      where: dataDir,
    }),

  portBusy: (port: number) =>
    new QtwinError({
      kind: "conflict",
      code: "QT_STORE_PORT_BUSY",
      message: `Port ${port}, kept for PostgreSQL, is used by another program.`,
      fix: "End that program, or remove postgres/port in QTWIN_HOME so that a free port is chosen.",
      where: `127.0.0.1:${port}`,
    }),

  diskFull: (where: string, cause?: unknown) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_STORE_DISK_FULL",
      message: "The disk of the database is full.",
      fix: "Free space on it; Qtwin goes on by itself, and what sources keep is delivered again.",
      where,
      retryAfterMs: 10_000,
      cause,
    }),

  notStarted: (detail: string, logFile: string) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_STORE_NOT_STARTED",
      message: `PostgreSQL did not start: ${detail}`,
      fix: "Read the end of its log; it names the cause.",
      where: logFile,
      retryAfterMs: 5_000,
    }),

  wrongPassword: (where: string, cause?: unknown) =>
    new QtwinError({
      kind: "denied",
      code: "QT_STORE_WRONG_PASSWORD",
      message: "The database refused user or password.",
      fix: "Correct QTWIN_DATABASE_URL; for Qtwin's own PostgreSQL restore secrets/postgres-password in QTWIN_HOME.",
      where,
      cause,
    }),

  badUrl: (detail: string) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_STORE_BAD_URL",
      message: `The database address is not usable: ${detail}`,
      fix: "Give QTWIN_DATABASE_URL as postgresql://user:password@host:port/database.",
      where: "QTWIN_DATABASE_URL",
    }),

  noDatabase: (where: string, cause?: unknown) =>
    new QtwinError({
      kind: "not-found",
      code: "QT_STORE_NO_DATABASE",
      message: "The database does not exist on this server.",
      fix: "Create it (CREATE DATABASE …), or correct the name in QTWIN_DATABASE_URL.",
      where,
      cause,
    }),

  away: (where: string, cause?: unknown) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_STORE_AWAY",
      message: "The database does not answer.",
      fix: "Check that PostgreSQL runs and can be reached; Qtwin holds the current plan and tries again by itself.",
      where,
      retryAfterMs: 1_000,
      cause,
    }),

  busy: (cause?: unknown) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_STORE_BUSY",
      message: "The database ended the transaction: another one was in its way, or it took too long.",
      fix: "Try again; nothing of it was stored.",
      retryAfterMs: 200,
      cause,
    }),

  readOnly: (where: string, cause?: unknown) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_STORE_READ_ONLY",
      message: "The database takes no writes: it is a replica, or set to read only.",
      fix: "Point QTWIN_DATABASE_URL at the primary.",
      where,
      retryAfterMs: 5_000,
      cause,
    }),

  appendOnly: (table: string, cause?: unknown) =>
    new QtwinError({
      kind: "not-allowed",
      code: "QT_STORE_APPEND_ONLY",
      message: `Rows of '${table}' are never changed or removed.`,
      fix: "Add a new row that corrects the old one.",
      where: table,
      cause,
    }),

  newerSchema: (found: number, known: number) =>
    new QtwinError({
      kind: "unsupported",
      code: "QT_STORE_NEWER_SCHEMA",
      message: `The database has schema ${found}; this Qtwin knows schemas up to ${known}.`,
      fix: "Run the newer Qtwin that made it, or restore a backup made with this one.",
    }),

  migrationChanged: (number: number, title: string) =>
    new QtwinError({
      kind: "conflict",
      code: "QT_STORE_MIGRATION_CHANGED",
      message: `Migration ${number} (${title}) is not the one this database was made with.`,
      fix: "Migrations are never edited: restore the file and add a new migration.",
    }),

  unknownPoint: (pointId: string) =>
    new QtwinError({
      kind: "not-found",
      code: "QT_STORE_UNKNOWN_POINT",
      message: `There is no point '${pointId}' in the catalogue of the site.`,
      fix: "Use an id of the site's points file.",
      where: pointId,
    }),

  noProposal: (id: string) =>
    new QtwinError({
      kind: "not-found",
      code: "QT_STORE_NO_PROPOSAL",
      message: `There is no proposal '${id}'.`,
      fix: "List the proposals of the site and use one of their ids.",
      where: id,
    }),

  noCommand: (id: string) =>
    new QtwinError({
      kind: "not-found",
      code: "QT_STORE_NO_COMMAND",
      message: `There is no command '${id}'.`,
      fix: "Prepare a command before it is sent.",
      where: id,
    }),

  badTransition: (what: string, id: string, from: string, to: string) =>
    new QtwinError({
      kind: "conflict",
      code: "QT_STORE_BAD_TRANSITION",
      message: `This ${what} is '${from}' and cannot become '${to}'.`,
      fix: "Read it again: someone or something else decided in the meantime.",
      where: id,
    }),

  version: (id: string, expected: number, found: number) =>
    new QtwinError({
      kind: "conflict",
      code: "QT_STORE_VERSION",
      message: `The proposal was changed in the meantime (version ${found}, not ${expected}).`,
      fix: "Read it again and decide on what it is now.",
      where: id,
    }),

  commandDiffers: (id: string) =>
    new QtwinError({
      kind: "conflict",
      code: "QT_STORE_COMMAND_DIFFERS",
      message: "A command with this id is stored already, with other content.",
      fix: "A command id belongs to one proposal, point, slot and value: make a new proposal for another value.",
      where: id,
    }),

  decisionDiffers: (id: string) =>
    new QtwinError({
      kind: "conflict",
      code: "QT_STORE_DECISION_DIFFERS",
      message: "A decision with this id is stored already, with other content.",
      fix: "Give each decision an id of its own.",
      where: id,
    }),

  evidenceDiffers: (id: string) =>
    new QtwinError({
      kind: "conflict",
      code: "QT_STORE_EVIDENCE_DIFFERS",
      message: "Evidence with this id is recorded already, with other numbers.",
      fix: "Give each run an id of its own; what was measured is never changed.",
      where: id,
    }),

  userExists: (name: string) =>
    new QtwinError({
      kind: "conflict",
      code: "QT_STORE_USER_EXISTS",
      message: `There is a user '${name}' already.`,
      fix: "Choose another name, or change the user that exists.",
      where: name,
    }),

  noUser: (name: string) =>
    new QtwinError({
      kind: "not-found",
      code: "QT_STORE_NO_USER",
      message: `There is no user '${name}'.`,
      fix: "List the users and use one of their names.",
      where: name,
    }),

  weakPassword: (least: number) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_STORE_WEAK_PASSWORD",
      message: `The password has fewer than ${least} characters, or is the user's name.`,
      fix: `Choose one of at least ${least} characters.`,
      where: "password",
    }),

  badBackup: (where: string, detail: string) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_STORE_BAD_BACKUP",
      message: `The backup cannot be restored: ${detail}`,
      fix: "Use a complete backup file written by this or an older Qtwin.",
      where,
    }),

  notEmpty: (table: string) =>
    new QtwinError({
      kind: "conflict",
      code: "QT_STORE_NOT_EMPTY",
      message: "The database to restore into already holds data.",
      fix: "Restore into a new, empty database.",
      where: table,
    }),

  unexpected: (message: string, cause: unknown) =>
    new QtwinError({
      kind: "internal",
      code: "QT_STORE_UNEXPECTED",
      message: `The database answered: ${message}`,
      fix: "This is a defect of Qtwin: report it with the log lines around it.",
      cause,
    }),
};
