/** A line for people; standard output is kept free for the one JSON document. */
export const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** The answer of a command: one JSON document, or lines for people. */
export function print(json: boolean | undefined, document: unknown, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(document)}\n` : lines.map((line) => `${line}\n`).join(""));
}

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}

/** What shells give for a command that Ctrl-C ended; our others exit so as well when they do not get to finish. */
export const interrupted = 130;

/** npm and terminals may send one Ctrl-C twice: only a later one means that somebody will not wait. */
const impatientAfterMs = 2_000;

/** Aborts at Ctrl-C or SIGTERM; another one later ends at once. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  let firstMs = 0;
  const onSignal = (): void => {
    if (stop.signal.aborted && performance.now() - firstMs > impatientAfterMs) process.exit(interrupted);
    if (stop.signal.aborted) return;
    firstMs = performance.now();
    stop.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return stop.signal;
}
