/** The closed set of failure kinds; every border (HTTP, CLI, workflow) maps from these. */
export const errorKinds = [
  "invalid-input",
  "unsupported",
  "not-allowed",
  "not-found",
  "conflict",
  "unavailable",
  "deadline",
  "denied",
  "internal",
] as const;
export type ErrorKind = (typeof errorKinds)[number];

export interface ErrorDetails {
  readonly kind: ErrorKind;
  /** Stable identifier such as `QT_TWIN_UNKNOWN_UNIT`; prose may change, this may not. */
  readonly code: string;
  /** What happened, in one sentence. */
  readonly message: string;
  /** What the reader can do about it. */
  readonly fix: string;
  /** Path in the input the message is about, for example `points[3].unit` or `model.lp:12:4`. */
  readonly where?: string;
  /** For `unavailable`: when a retry may help. */
  readonly retryAfterMs?: number;
  /** Kept in this process; never crosses a border. */
  readonly cause?: unknown;
}

/**
 * The only error type Qtwin throws. Outcomes a caller plans for (infeasible, time limit) are values, not errors.
 * @example
 * throw new QtwinError({ kind: "not-found", code: "QT_SITE_NOT_FOUND", message: "Site 'x' does not exist.", fix: "Run 'qtwin sites'." });
 */
export class QtwinError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly fix: string;
  readonly where: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "QtwinError";
    this.kind = details.kind;
    this.code = details.code;
    this.fix = details.fix;
    this.where = details.where;
    this.retryAfterMs = details.retryAfterMs;
  }

  /** The one converter from anything thrown; a foreign error becomes `internal`. */
  static from(thrown: unknown): QtwinError {
    if (thrown instanceof QtwinError) return thrown;
    return new QtwinError({
      kind: "internal",
      code: "QT_INTERNAL",
      message: thrown instanceof Error ? thrown.message : String(thrown),
      fix: "This is a defect of Qtwin: report it with the log lines around it.",
      cause: thrown,
    });
  }

  /** The form that may cross a border: no cause, no stack. */
  toJSON(): SerializedError {
    return {
      kind: this.kind,
      code: this.code,
      message: this.message,
      fix: this.fix,
      ...(this.where === undefined ? {} : { where: this.where }),
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
    };
  }
}

/** What one code of a package's catalogue always says. */
export interface ErrorEntry {
  readonly kind: ErrorKind;
  readonly fix: string;
}

/** Makes the error of a code: what happened, where in the input, and what caused it. */
export type ErrorOf<Code extends string> = (
  code: Code,
  message: string,
  where?: string,
  cause?: unknown,
) => QtwinError;

/** The one way from a package's catalogue of codes to its errors. */
export const defineErrors =
  <Code extends string>(catalogue: Readonly<Record<Code, ErrorEntry>>): ErrorOf<Code> =>
  (code, message, where, cause) =>
    new QtwinError({ ...catalogue[code], code, message, cause, ...(where !== undefined && { where }) });

export type SerializedError = Omit<ErrorDetails, "cause">;

/** Throws an `internal` error: use it for what only a bug can break. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) {
    throw new QtwinError({
      kind: "internal",
      code: "QT_INVARIANT",
      message,
      fix: "This is a defect of Qtwin: report it with the log lines around it.",
    });
  }
}
