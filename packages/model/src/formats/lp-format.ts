import { defineFormat } from "./format.ts";
import { parseLp } from "./lp-read.ts";
import { printLp } from "./lp-write.ts";
import { firstLine } from "./source.ts";

export default defineFormat({
  id: "lp",
  title: "LP (CPLEX)",
  extensions: [".lp"],
  detect: (source) => /^\s*(max|min)(imize|imise|imum)?(?=$|[\s:])/i.test(firstLine(source, /^\s*\\/)),
  parse: parseLp,
  print: printLp,
});
