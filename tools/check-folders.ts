// Connectors, solvers, use cases and rewrites: one folder (or file) each, named like its id, with tests and a README.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Kind {
  readonly root: string;
  /** The file with the `define…` record. */
  readonly record: string;
  readonly define: string;
  /** File that must import each record. */
  readonly registry?: string;
}

const kinds: readonly Kind[] = [
  { root: "packages/connectors/src", record: "connector.ts", define: "defineConnector" },
  {
    root: "packages/solvers/src",
    record: "solver.ts",
    define: "defineSolver",
    registry: "packages/solvers/src/registry.ts",
  },
  { root: "packages/usecases/src", record: "use-case.ts", define: "defineUseCase" },
];
/** Folders that hold no record of the kind. */
const shared = new Set(["testing", "portfolio", "shop", "search", "one-of"]);

function folderFindings(kind: Kind, id: string): string[] {
  const folder = join(kind.root, id);
  const record = join(folder, kind.record);
  if (!existsSync(record)) return [`${folder}: ${kind.record} is missing`];
  const findings: string[] = [];
  const text = readFileSync(record, "utf8");
  if (kind.registry && !readFileSync(kind.registry, "utf8").includes(`./${id}/${kind.record}`))
    findings.push(`${folder}: is not in ${kind.registry}`);
  if (!text.includes(`${kind.define}(`) && !text.includes(`${kind.define}<`))
    findings.push(`${record}: does not call ${kind.define}`);
  if (!new RegExp(`\\bid: "${id}"`).test(text))
    findings.push(`${record}: its id is not the folder's name '${id}'`);
  const files = readdirSync(folder, { recursive: true }).map(String);
  if (!files.includes("README.md")) findings.push(`${folder}: README.md is missing`);
  if (!files.some((file) => file.endsWith(".test.ts"))) findings.push(`${folder}: has no test`);
  if (!files.some((file) => file.endsWith(".contract.test.ts")))
    findings.push(`${folder}: has no contract test`);
  return findings;
}

function rewriteFindings(): string[] {
  const root = "packages/model/src/compile/rewrites";
  if (!existsSync(root)) return [];
  const files = readdirSync(root).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  return files.flatMap((file) => {
    const id = file.replace(/\.ts$/, "");
    const text = readFileSync(join(root, file), "utf8");
    const findings: string[] = [];
    if (!text.includes("defineRewrite(")) findings.push(`${root}/${file}: does not call defineRewrite`);
    if (!new RegExp(`\\bid: "${id}"`).test(text))
      findings.push(`${root}/${file}: its id is not the file's name '${id}'`);
    if (!existsSync(join(root, `${id}.test.ts`)) && !existsSync(join(root, `${id}.prop.test.ts`)))
      findings.push(`${root}/${file}: has no test`);
    return findings;
  });
}

/** Findings as sentences; empty when every folder is whole. */
export function checkFolders(): readonly string[] {
  const folders = kinds.flatMap((kind) =>
    readdirSync(kind.root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !shared.has(entry.name))
      .flatMap((entry) => folderFindings(kind, entry.name)),
  );
  return [...folders, ...rewriteFindings()];
}
