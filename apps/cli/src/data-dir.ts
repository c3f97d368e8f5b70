import { resolve } from "node:path";

/** Folder of the public data sets: as given, else `QTWIN_DATA`, else `shared/data` beside the repository. */
export function dataDir(given: string | undefined): string {
  if (given !== undefined) return resolve(given);
  return process.env.QTWIN_DATA ?? resolve(import.meta.dirname, "../../../../shared/data");
}
