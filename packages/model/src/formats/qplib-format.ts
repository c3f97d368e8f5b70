import { defineFormat } from "./format.ts";
import { parseQplib } from "./qplib-read.ts";
import { printQplib } from "./qplib-write.ts";

export default defineFormat({
  id: "qplib",
  title: "QPLIB (quadratic programs)",
  extensions: [".qplib"],
  detect: ({ head }) => {
    const lines = head.split(/\r\n|\r|\n/).filter((line) => /^\s*[^\s!%#]/.test(line));
    return (
      /^\s*[LDCQ][CBMIG][NBLDCQ](?=$|\s)/i.test(lines[1] ?? "") && /^\s*(min|max)imize/i.test(lines[2] ?? "")
    );
  },
  parse: parseQplib,
  print: printQplib,
});
