import type { Model } from "../model.ts";
import { bqmMagic, parseBqmBinary } from "./bqm-binary.ts";
import { cooHeader, parseCoo } from "./bqm-coo.ts";
import { parseBqmJson, printBqmJson } from "./bqm-json.ts";
import { startsWith } from "./bqm-sections.ts";
import { defineFormat } from "./format.ts";
import type { Source } from "./source.ts";

export default defineFormat<"bqm">({
  id: "bqm",
  title: "dimod BQM (JSON, COO text or binary)",
  extensions: [".bqm", ".bqm.json", ".coo"],
  binary: true,
  detect: ({ bytes, head }) =>
    startsWith(bytes, bqmMagic) ||
    (/^\s*\{/.test(head) && head.includes('"BinaryQuadraticModel"')) ||
    cooHeader.test(head),
  parse: parseBqm,
  print: printBqmJson,
});

function parseBqm(source: Source): Model {
  if (startsWith(source.bytes, bqmMagic)) return parseBqmBinary(source);
  return /^\s*\{/.test(source.head) ? parseBqmJson(source) : parseCoo(source);
}
