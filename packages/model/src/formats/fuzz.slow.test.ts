import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { createRandom, QtwinError } from "@qtwin/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createModel } from "../builder.ts";
import { hashModel } from "../hash.ts";
import { arbitraryModel } from "../testing/index.ts";
import { mutateBytes, mutateText } from "../testing/mutate.ts";
import { malformations } from "../testing/well-formed.ts";
import { type ModelFormat, modelFormats, parseModel, printableFormats, printModel } from "./formats.ts";

const inputs = Number(process.env.QTWIN_FUZZ ?? 100_000);
const seed = Number(process.env.QTWIN_SEED ?? 1);
const longestMs = 1_000;
/** Bigger files only make the same mistakes slower. */
const largestBytes = 6_000;

const data = process.env.QTWIN_DATA ?? resolve(import.meta.dirname, "../../../../../shared/data");
const folders: Partial<Record<ModelFormat, readonly string[]>> = {
  maxcut: ["maxcut-rudy", "maxcut-ising"],
  qubo: ["qubo-gka"],
  jsp: ["jsp"],
  fjsp: ["fjsp"],
  "fjsp-sdst": ["fjsp-sdst"],
  qaplib: ["qap"],
  mmkp: ["mmkp"],
};

/** One small file of each benchmark format, so that none depends on the data sets. */
const small: Partial<Record<ModelFormat, string>> = {
  maxcut: "3 2\n1 2 1\n2 3 -1\n",
  qubo: "3 3\n1 1 -4\n1 2 2\n3 3 5\n",
  jsp: "# two jobs\n2 2\n0 3 1 2\n1 2 0 4\n",
  fjsp: "2 2\n2 2 0 3 1 2 1 1 4\n1 1 0 5\n",
  "fjsp-sdst": "2 2\n1 1 1 3\n1 2 1 4 2 5\n1000000 2\n3 1000000\n1000000 1000000\n1000000 1000000\n",
  qaplib: "2\n\n0 3\n3 0\n\n0 5\n5 0\n",
  mmkp: "2 2 1\n9\n1\n5 3\n7 6\n2\n4 2\n8 5\n",
  mkp: "1\n3 2 0\n5 4 3\n1 2 3\n2 1 1\n4 3\n",
  qkp: "tiny\n3\n10 20 30\n1 2\n3\n\n0\n7\n3 4 5\n",
};

/** Files that this format reads: the small one and, where they are, the smaller ones of the data sets. */
function benchmarkFiles(format: ModelFormat): readonly string[] {
  const own = small[format];
  const found = (folders[format] ?? [])
    .map((folder) => join(data, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
    )
    .filter((file) => !/README|\.(json|sln|gz)$/.test(file) && statSync(file).isFile())
    .filter((file) => statSync(file).size < largestBytes)
    .slice(0, 12)
    .map((file) => readFileSync(file, "utf8"));
  return own === undefined ? found : [own, ...found];
}

/** Dense QUBOs of a few variables. */
const qubos = [1, 3, 5].map((count) => {
  const model = createModel({ name: `qubo ${count}`, sense: "minimize" });
  const x = Array.from({ length: count }, (_, at) => model.binary(`x${at}`));
  const energy = model.objective({ id: "energy", rule: "energy", sentence: "Energy.", unit: "1" });
  for (const left of x) for (const right of x) energy.product(left - 2 * right + 0.5, left, right);
  return model.build();
});

/** Models of all shapes as this format prints them. */
function printed(format: ModelFormat): readonly (string | Uint8Array)[] {
  if (!printableFormats.includes(format)) return [];
  const models = [
    arbitraryModel({ oneObjectivePart: true }),
    arbitraryModel({ soft: true }),
    arbitraryModel({ enumerable: true, whole: true }),
  ].flatMap((shape) => fc.sample(shape, { seed, numRuns: 15 }));
  return [...models, ...qubos].flatMap((model) => {
    try {
      return [printModel(model, format)];
    } catch {
      return [];
    }
  });
}

const corpus = modelFormats
  .map((format) => ({ format, files: [...printed(format), ...benchmarkFiles(format)] }))
  .filter(({ files }) => files.length > 0);

const isBinary = (file: string | Uint8Array): file is Uint8Array =>
  typeof file !== "string" && !Buffer.from(file).equals(Buffer.from(Buffer.from(file).toString("utf8")));

type Judgement = "accepted" | "refused" | { readonly wrong: string };

/** An input must be a sound model or be refused precisely. */
function judge(content: string | Uint8Array, format: ModelFormat | undefined): Judgement {
  const wrong = (what: string): Judgement => ({ wrong: what });
  const name = "fuzz.input";
  try {
    const model = parseModel(content, name, format);
    const faults = malformations(model);
    return faults.length > 0 ? wrong(`accepted a broken model: ${faults[0]}`) : "accepted";
  } catch (thrown) {
    if (!(thrown instanceof QtwinError)) return wrong(`threw ${String(thrown)}`);
    const { code, kind, where, fix, message } = thrown;
    const precise = /^QT_MODEL_/.test(code) && (kind === "invalid-input" || kind === "unsupported");
    if (!precise || message === "" || fix === "") return wrong(`threw ${code} (${kind}): ${message}`);
    return where?.startsWith(name) ? "refused" : wrong(`${code} does not say where: ${where}`);
  }
}

test(`${inputs} mutated inputs: each is a sound model or a precise refusal, within a second (seed ${seed})`, {
  timeout: 1_800_000,
}, () => {
  expect(corpus.map(({ format }) => format)).toEqual(modelFormats);
  const random = createRandom(seed);
  const tally = new Map<string, { refused: number; accepted: number; slowestMs: number }>();
  for (let count = 0; count < inputs; count++) {
    const { format, files } = corpus[count % corpus.length]!;
    const file = files[random.integer(files.length)]!;
    const input = isBinary(file)
      ? mutateBytes(file, random)
      : mutateText(typeof file === "string" ? file : Buffer.from(file).toString("utf8"), random);
    const beganMs = performance.now();
    const judgement = judge(input, random.integer(10) === 0 ? undefined : format);
    const tookMs = performance.now() - beganMs;
    const shown = typeof input === "string" ? input : Buffer.from(input).toString("base64");
    const context = `${format}, input ${count}: ${shown.slice(0, 3000)}`;
    if (typeof judgement === "object") expect.fail(`${judgement.wrong}; ${context}`);
    expect(tookMs, context).toBeLessThan(longestMs);
    const slot = tally.get(format) ?? { refused: 0, accepted: 0, slowestMs: 0 };
    slot[judgement]++;
    slot.slowestMs = Math.max(slot.slowestMs, Math.round(tookMs));
    tally.set(format, slot);
  }
  process.stdout.write(`${JSON.stringify(Object.fromEntries(tally))}\n`);
});

const numeric = ["maxcut", "qubo", "jsp", "fjsp", "fjsp-sdst", "qaplib", "mkp", "qkp"].filter((format) =>
  (modelFormats as readonly string[]).includes(format),
) as readonly ModelFormat[];

test.each(numeric)("%s: a word for a number, a number too few and one too many are refused", (format) => {
  const random = createRandom(seed);
  for (const file of benchmarkFiles(format)) {
    const text = file.trimEnd();
    // Comments and the name of a knapsack are free text.
    const first = text.search(/^[\s\d.+-]+$/m);
    const numbers = [...text.slice(first).matchAll(/-?\d+(\.\d+)?/g)];
    const { index, 0: word } = numbers[random.integer(numbers.length)]!;
    const at = first + index;
    const last = text.search(/\S+\s*$/);
    const broken = [
      `${text.slice(0, at)}abc${text.slice(at + word.length)}`,
      text.slice(0, last),
      `${text}\n7`,
    ];
    for (const each of broken)
      expect(() => parseModel(each, "broken.txt", format), each.slice(-200)).toThrow(QtwinError);
  }
});

test.each(printableFormats)("%s: what is printed is read back as the same model", (format) => {
  for (const text of printed(format)) {
    const once = parseModel(text, "model", format);
    const again = parseModel(printModel(once, format), "model", format);
    expect(hashModel(again)).toBe(hashModel(once));
  }
});
