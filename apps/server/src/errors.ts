import { QtwinError } from "@qtwin/core";

/** Every failure of the server: what happened and what to do about it. */
export const serverError = {
  homeInUse: (homeDir: string, pid: number, url: string | null) =>
    new QtwinError({
      kind: "conflict",
      code: "QT_SERVER_HOME_IN_USE",
      message: `Another Qtwin (process ${pid}) owns the data directory ${homeDir}.`,
      fix:
        url === null
          ? "Wait until it has started or stopped, or set QTWIN_HOME to another directory."
          : `Use it at ${url}, stop it, or set QTWIN_HOME to another directory.`,
      where: homeDir,
    }),

  portInUse: (port: number) =>
    new QtwinError({
      kind: "conflict",
      code: "QT_SERVER_PORT_IN_USE",
      message: `Port ${port} is used by another program.`,
      fix: `Stop that program, or choose another port: qtwin serve --port ${port + 1}.`,
      where: "--port",
    }),

  portDenied: (port: number) =>
    new QtwinError({
      kind: "not-allowed",
      code: "QT_SERVER_PORT_DENIED",
      message: `The operating system does not let this user listen on port ${port}.`,
      fix: "Choose a port of 1024 or above, or grant the right to bind it.",
      where: "--port",
    }),

  diskFull: (path: string, cause?: unknown) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_SERVER_DISK_FULL",
      message: `There is no space left on the disk of ${path}.`,
      fix: "Free some space (1 GB is enough to go on) or set QTWIN_HOME to a larger disk; nothing acknowledged is lost.",
      where: path,
      cause,
    }),

  notWritable: (path: string, cause?: unknown) =>
    new QtwinError({
      kind: "not-allowed",
      code: "QT_SERVER_NOT_WRITABLE",
      message: `${path} cannot be written, or is not a directory.`,
      fix: "Give this user the right to write there, or set QTWIN_HOME to a directory it owns.",
      where: path,
      cause,
    }),

  secretReadable: (path: string) =>
    new QtwinError({
      kind: "not-allowed",
      code: "QT_SERVER_SECRET_READABLE",
      message: `The secret ${path} can be read by other users of this machine.`,
      fix: `Run: chmod 600 '${path}'. If others may have read it, delete it instead: a new one is made at the next start.`,
      where: path,
    }),

  secretBroken: (path: string) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_SERVER_SECRET_BROKEN",
      message: `The secret ${path} is not what Qtwin wrote.`,
      fix: "Restore it from a backup, or delete it: a new one is made, and what the old one signed is void.",
      where: path,
    }),

  databaseAway: (detail: string, cause?: unknown) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_SERVER_DATABASE_AWAY",
      message: `The database is away: ${detail}.`,
      fix: "Qtwin keeps trying; the plant keeps its plan or native control, and 'Release all' works meanwhile. See the log of PostgreSQL.",
      retryAfterMs: 2000,
      cause,
    }),

  childFailed: (name: string, logFile: string, detail: string) =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_SERVER_CHILD_FAILED",
      message: `The process '${name}' did not start: ${detail}.`,
      fix: `See ${logFile}.`,
      where: logFile,
    }),

  childLate: (name: string, seconds: number, logFile: string) =>
    new QtwinError({
      kind: "deadline",
      code: "QT_SERVER_CHILD_LATE",
      message: `The process '${name}' was not ready after ${seconds} s.`,
      fix: `See ${logFile}; a slow or busy machine may just need another try.`,
      where: logFile,
    }),

  stoppedWhileStarting: () =>
    new QtwinError({
      kind: "unavailable",
      code: "QT_SERVER_STOPPED",
      message: "The platform was stopped while it was starting.",
      fix: "Start it again.",
    }),

  noPlant: (plant: string, file: string) =>
    new QtwinError({
      kind: "invalid-input",
      code: "QT_SERVER_NO_PLANT",
      message: `The simulated plant '${plant}' has no program ${file}.`,
      fix: "Correct 'simulated.plant' in the site file to a folder under sites/.",
      where: "simulated.plant",
    }),
} as const;

const errno = (thrown: unknown): string | undefined =>
  thrown instanceof Error && "code" in thrown && typeof thrown.code === "string" ? thrown.code : undefined;

/** Turns a failure of the file system into one with a fix; others pass as they are. */
export function fileFailure(thrown: unknown, path: string): QtwinError {
  switch (errno(thrown)) {
    case "ENOSPC":
    case "EDQUOT":
      return serverError.diskFull(path, thrown);
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOTDIR":
    case "EEXIST":
      return serverError.notWritable(path, thrown);
    default:
      return QtwinError.from(thrown);
  }
}

/** Turns a failure to listen into one with a fix; others pass as they are. */
export function listenFailure(thrown: unknown, port: number): QtwinError {
  switch (errno(thrown)) {
    case "EADDRINUSE":
      return serverError.portInUse(port);
    case "EACCES":
      return serverError.portDenied(port);
    default:
      return QtwinError.from(thrown);
  }
}
