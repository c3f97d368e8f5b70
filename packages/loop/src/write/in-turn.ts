/** Runs work one after the other per name; what failed before does not stop what comes next. */
export function createTurns(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const before = last.get(name) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined);
    last.set(name, settled);
    void settled.then(() => last.get(name) === settled && last.delete(name));
    return mine;
  };
}

/** Commands of one point leave one at a time, whatever plan they belong to: check and send are not interleaved. */
export const inTurnOfPoint = createTurns();
