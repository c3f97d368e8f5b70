import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Model, parseModel } from "@qtwin/model";
import { benchError } from "./errors.ts";
import { type Family, type FamilyId, families } from "./families.ts";
import { type PublishedFacts, readPublishedFacts } from "./published-facts.ts";
import { setOf } from "./sets.ts";

export interface Instance {
  readonly family: FamilyId;
  /** Its data set. */
  readonly folder: string;
  readonly name: string;
  readonly set: string;
  readonly path: string;
  /** Key of the problem in a file that holds several. */
  readonly problem?: string;
  readonly facts: PublishedFacts;
}

export interface InstanceFilter {
  /** Of the name. */
  readonly only?: RegExp;
  readonly sets?: readonly string[];
}

/**
 * The instances that the `best-known.json` of the family's data sets below `dataDir` list, in their order.
 * @throws QT_BENCH_NO_DATA, QT_BENCH_NO_INSTANCE, QT_BENCH_BAD_FACTS
 */
export function instancesOf(id: FamilyId, dataDir: string, filter: InstanceFilter = {}): readonly Instance[] {
  const family = families[id];
  const lists = family.folders.map((folder) => join(dataDir, folder, "best-known.json")).filter(existsSync);
  if (lists.length === 0)
    throw benchError(
      "QT_BENCH_NO_DATA",
      `'${dataDir}' has no best-known.json in ${family.folders.join(", ")}.`,
      dataDir,
    );
  const all = family.folders.flatMap((folder) => instancesIn(family, dataDir, folder));
  const sets = Array.from(new Set(all.map(({ set }) => set)));
  const refuse = (what: string) =>
    benchError("QT_BENCH_NO_INSTANCE", `${what}; there are the sets ${sets.join(", ")}.`, id);
  const unknown = filter.sets?.find((set) => !sets.includes(set));
  if (unknown !== undefined) throw refuse(`There is no set '${unknown}' of ${id}`);
  const found = all.filter(
    ({ name, set }) => (filter.only?.test(name) ?? true) && (filter.sets?.includes(set) ?? true),
  );
  if (found.length === 0) throw refuse("No instance fits");
  return found;
}

function instancesIn(family: Family, dataDir: string, folder: string): readonly Instance[] {
  const list = join(dataDir, folder, "best-known.json");
  if (!existsSync(list)) return [];
  return readPublishedFacts(list).map(([name, facts]) => {
    const problem = family.keyOf?.(name, facts);
    return {
      family: family.id,
      folder,
      name,
      set: setOf(family.id, name),
      path: join(dataDir, folder, facts.file),
      ...(problem === undefined ? {} : { problem }),
      facts,
    };
  });
}

/** By the ordinary reader of the family's format. @throws what `parseModel` throws */
export function readInstance({ family, path, problem }: Instance): Model {
  const options = problem === undefined ? {} : { problem };
  return parseModel(readFileSync(path), basename(path), families[family].format, options);
}
