import { defineFormat } from "./format.ts";
import { parseMps } from "./mps-read.ts";
import { printMps } from "./mps-write.ts";
import { firstLine } from "./source.ts";

export default defineFormat({
  id: "mps",
  title: "MPS, free or fixed",
  extensions: [".mps", ".qps"],
  detect: (source) => /^(NAME|OBJSENSE|OBJNAME|ROWS)(?=$|\s)/i.test(firstLine(source, /^\*/)),
  parse: parseMps,
  print: printMps,
});
