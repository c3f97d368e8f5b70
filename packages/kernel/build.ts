// Compiles assembly/ to wasm/. `node packages/kernel/build.ts` writes the files; a test builds again and compares bytes.
import { readFile, writeFile } from "node:fs/promises";
import asc from "assemblyscript/asc";
import { rotationsSource } from "./generate/rotations.ts";

const here = new URL("./", import.meta.url);

interface Target {
  readonly file: string;
  readonly entry: string;
  /** Sources that exist only for this target. */
  readonly written: Readonly<Record<string, string>>;
  readonly features: readonly string[];
}

/** Relaxed multiply-add is faster but may round differently from CPU to CPU: only states use it, and only where it exists. */
function stateTarget(kind: "state" | "subspace", real: "f32" | "f64", relaxed: boolean): Target {
  return {
    file: `${kind}-${real}${relaxed ? "" : "-plain"}.wasm`,
    entry: `assembly/${kind}/index.ts`,
    written: {
      "assembly/state/precision.ts": `export type real = ${real};\nexport const RELAXED: bool = ${relaxed};\n`,
      "assembly/state/rotations.ts": rotationsSource(),
    },
    features: ["simd", "threads", ...(relaxed ? ["relaxed-simd"] : [])],
  };
}

function assignmentTarget(number: "i32" | "f64"): Target {
  return {
    file: `assignment-${number}.wasm`,
    entry: "assembly/assignment/index.ts",
    written: { "assembly/assignment/number.ts": `export type num = ${number};\n` },
    features: ["simd"],
  };
}

/** Searches hold weights as whole numbers: i32 where they fit, else f64. */
function searchTarget(weight: "i32" | "f64"): Target {
  const mask = weight === "i32" ? "i32" : "u64";
  return {
    file: `qubo-${weight}.wasm`,
    entry: "assembly/qubo/index.ts",
    written: { "assembly/qubo/weight.ts": `export type weight = ${weight};\nexport type mask = ${mask};\n` },
    features: ["simd"],
  };
}

export const targets: readonly Target[] = [
  stateTarget("state", "f32", true),
  stateTarget("state", "f32", false),
  stateTarget("state", "f64", true),
  stateTarget("state", "f64", false),
  stateTarget("subspace", "f32", true),
  stateTarget("subspace", "f32", false),
  stateTarget("subspace", "f64", true),
  stateTarget("subspace", "f64", false),
  { file: "gates.wasm", entry: "assembly/gates/index.ts", written: {}, features: ["simd"] },
  searchTarget("i32"),
  searchTarget("f64"),
  { file: "enumerate.wasm", entry: "assembly/enumerate/index.ts", written: {}, features: ["simd"] },
  assignmentTarget("i32"),
  assignmentTarget("f64"),
];

/** The bytes of one target. @throws Error with the compiler's messages */
export async function compile(target: Target): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      target.entry,
      ...["--outFile", "out.wasm", "--runtime", "stub", "--use", "abort=", "-O3", "--converge", "--noAssert"],
      ...["--importMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
      ...target.features.flatMap((feature) => ["--enable", feature]),
    ],
    {
      readFile: (name) => target.written[name] ?? readFile(new URL(name, here), "utf8").catch(() => null),
      writeFile: (_name, contents) => {
        if (typeof contents !== "string") bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || bytes === undefined) throw new Error(`${target.file}: ${error?.message}\n${stderr}`);
  return bytes;
}

export const wasmFile = (target: Target): URL => new URL(`wasm/${target.file}`, here);

if (import.meta.main) {
  for (const target of targets) await writeFile(wasmFile(target), await compile(target));
}
