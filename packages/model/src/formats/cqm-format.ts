import { startsWith } from "./bqm-sections.ts";
import { cqmMagic, parseCqm } from "./cqm-read.ts";
import { printCqm } from "./cqm-write.ts";
import { defineFormat } from "./format.ts";

export default defineFormat<"cqm", Uint8Array>({
  id: "cqm",
  title: "dimod CQM (binary)",
  extensions: [".cqm"],
  binary: true,
  detect: ({ bytes }) => startsWith(bytes, cqmMagic),
  parse: parseCqm,
  print: printCqm,
});
