import { defineFormat } from "./format.ts";
import { parseJson } from "./json-read.ts";
import { printJson } from "./json-write.ts";

export default defineFormat({
  id: "json",
  title: "Qtwin's own JSON",
  extensions: [".json"],
  detect: ({ head }) => (/^\s*\{/.test(head) ? (/"qtwin-model"/.test(head) ? 1 : 0.1) : 0),
  parse: parseJson,
  print: printJson,
});
