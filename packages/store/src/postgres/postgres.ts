/** Where and how the platform's own PostgreSQL runs. */
export interface PostgresOptions {
  /** `QTWIN_HOME`: `postgres/` (data, binaries when they must be copied), `secrets/`, `run/`, `logs/` are below. */
  readonly homeDir: string;
  /** Preferred port for the first start; it is kept from then on. Default: a free one. */
  readonly port?: number;
  readonly log?: (message: string) => void;
}

export interface RunningPostgres {
  /** With the password; database `qtwin`. */
  readonly url: string;
  readonly pid: number;
  readonly port: number;
  /** True when it ran already (its parent had died) and was taken over. */
  readonly adopted: boolean;
  /** Resolves when the server process has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
  readonly stop: () => Promise<void>;
}
