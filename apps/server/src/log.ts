import { type Logger, pino } from "pino";

/** Fields that never reach a log, wherever they stand. */
export const secretFields = [
  "password",
  "secret",
  "authorization",
  "cookie",
  "current",
  "next",
  "databaseUrl",
];

const paths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*.headers["${field}"]`]);

/** Log lines as JSON on stdout: a role's stdout is its log file. */
export const createLogger = (name: string, destination?: { write: (line: string) => void }): Logger =>
  pino(
    {
      name,
      level: process.env.QTWIN_LOG_LEVEL ?? "info",
      base: { name, pid: process.pid },
      redact: {
        paths: [...paths, "req.headers.authorization", "req.headers.cookie", 'res.headers["set-cookie"]'],
        censor: "(secret)",
      },
    },
    destination,
  );

type Log = (level: "info" | "warn" | "error", message: string, details?: Record<string, unknown>) => void;

/** The logger as packages take it. */
export const logWith =
  (logger: Logger): Log =>
  (level, message, details) =>
    logger[level](details ?? {}, message);
