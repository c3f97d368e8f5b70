import { readFileSync } from "node:fs";

/** The TypeScript of one document, and what the document says it prints. */
export interface DocProgram {
  /** All `ts` blocks, in order. */
  readonly code: string;
  /** All `text` blocks that come after a `ts` block: what the program prints; null when there are none. */
  readonly output: string | null;
}

/** Reads the program out of a Markdown document; null when it has no `ts` block. */
export function readDocProgram(file: string): DocProgram | null {
  const code: string[] = [];
  const output: string[] = [];
  let before = "";
  for (const match of readFileSync(file, "utf8").matchAll(/^```(\w*)\n(.*?)^```$/gms)) {
    const [, language = "", text = ""] = match;
    if (language === "ts") code.push(text);
    if (language === "text" && before === "ts") output.push(text);
    before = language;
  }
  if (code.length === 0) return null;
  return { code: code.join("\n"), output: output.length === 0 ? null : output.join("") };
}
