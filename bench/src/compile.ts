import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { writeCase } from "./compile/case-files.ts";
import { denseCase, jobShopCase, linearCase } from "./compile/cases.ts";
import { type CaseName, caseNames } from "./compile/conversions.ts";
import { preparePeers } from "./python-environment.ts";

const run = promisify(execFile);
const peersScript = resolve(import.meta.dirname, "../peers/compile.py");
const convertScript = resolve(import.meta.dirname, "compile/convert-case.ts");

/** What is measured beside us: the versions the report names. */
export const peerPackages = ["dimod==0.12.23", "qiskit-optimization==0.7.0", "pyqubo==1.5.0", "ommx==2.9.3"];
const peerOf = (requirement: string): string => requirement.split("==")[0]!;

export interface CompileRow {
  readonly case: CaseName;
  readonly by: string;
  /** Null when it did not finish or cannot do it; `note` says which. */
  readonly seconds: number | null;
  /** Of the first run; `seconds` is the best of at least five runs and two seconds. */
  readonly firstSeconds: number | null;
  /** Of the whole process, interpreter and libraries included. */
  readonly peakMb: number | null;
  readonly variables: number | null;
  readonly terms: number | null;
  readonly note: string;
}

export interface CompileBench {
  readonly rows: readonly CompileRow[];
  /** Seconds of the fastest other library over ours, by case; null when none finished. */
  readonly timesFaster: Readonly<Record<CaseName, number | null>>;
  readonly fastestPeer: Readonly<Record<CaseName, string | null>>;
}

export interface CompileBenchOptions {
  /** Folder of the Python environment; made when it is not there. */
  readonly pythonDir: string;
  /** After this a library is stopped and counts as not finished. */
  readonly limitS: number;
  readonly onProgress: (text: string) => void;
}

/**
 * Converts three cases by Qtwin, by a plain reference and by other libraries, each in a process of its own, one after the
 * other: a million linear terms to a mixed-integer program, 1,000 dense binaries with an equation to a QUBO, and a 10×10
 * job shop, time-indexed, to a QUBO. Building the model through the library's own interface counts.
 */
export async function benchCompile(options: CompileBenchOptions): Promise<CompileBench> {
  const installs = peerPackages.map((each) => ({ name: peerOf(each), installs: [[each]] }));
  const peers = await preparePeers(options.pythonDir, installs, options.onProgress);
  const rows: CompileRow[] = [];
  const folder = mkdtempSync(join(tmpdir(), "qtwin-compile-"));
  try {
    for (const name of caseNames) {
      const caseDir = join(folder, name);
      mkdirSync(caseDir);
      writeCase(caseDir, { linear: linearCase, dense: denseCase, "job-shop": jobShopCase }[name]());
      for (const by of ["qtwin", "plain"])
        rows.push(await measure(name, by, process.execPath, [convertScript, by, name], options));
      for (const { name: by, python, missing } of peers)
        rows.push(
          missing === null
            ? await measure(name, by, python, [peersScript, by, name, caseDir], options)
            : emptyRow(name, by, missing),
        );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { rows, ...comparison(rows) };
}

const emptyRow = (name: CaseName, by: string, note: string): CompileRow => ({
  case: name,
  by,
  seconds: null,
  firstSeconds: null,
  peakMb: null,
  variables: null,
  terms: null,
  note,
});

async function measure(
  name: CaseName,
  by: string,
  program: string,
  args: readonly string[],
  { limitS, onProgress }: CompileBenchOptions,
): Promise<CompileRow> {
  onProgress(`${name}: ${by} …`);
  try {
    const { stdout } = await run(program, [...args], { timeout: limitS * 1000, killSignal: "SIGKILL" });
    const said = JSON.parse(stdout.trim().split("\n").at(-1)!) as Omit<CompileRow, "case" | "by" | "note">;
    return { case: name, by, ...said, note: "" };
  } catch (thrown) {
    const { code, killed, stderr } = thrown as { code?: number; killed?: boolean; stderr?: string };
    if (killed) return emptyRow(name, by, `not finished in ${limitS} s`);
    if (code === 3) return emptyRow(name, by, "has no such conversion");
    return emptyRow(name, by, `failed: ${(stderr ?? String(thrown)).trim().split("\n").at(-1)}`);
  }
}

function comparison(rows: readonly CompileRow[]): Pick<CompileBench, "timesFaster" | "fastestPeer"> {
  const fastest = caseNames.map((name) => {
    const finished = rows.filter((row) => row.case === name && row.seconds !== null);
    const ours = finished.find(({ by }) => by === "qtwin");
    const [peer] = finished
      .filter(({ by }) => by !== "qtwin" && by !== "plain")
      .sort((left, right) => left.seconds! - right.seconds!);
    return { name, by: peer?.by ?? null, times: ours && peer ? peer.seconds! / ours.seconds! : null };
  });
  const record = <Value>(pick: (each: (typeof fastest)[number]) => Value): Record<CaseName, Value> =>
    Object.fromEntries(fastest.map((each) => [each.name, pick(each)])) as Record<CaseName, Value>;
  return { timesFaster: record(({ times }) => times), fastestPeer: record(({ by }) => by) };
}
