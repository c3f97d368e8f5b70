import { defineFormat } from "./format.ts";
import { ommxVersionOf, parseOmmx } from "./ommx-read.ts";
import { printOmmx } from "./ommx-write.ts";
import type { Source } from "./source.ts";

export default defineFormat<"ommx", Uint8Array>({
  id: "ommx",
  title: "OMMX instance (protobuf v1 or v2)",
  extensions: [".ommx", ".pb"],
  binary: true,
  detect: (source) => (isInstance(source) ? 0.9 : 0),
  parse: parseOmmx,
  print: (model) => printOmmx(model),
});

function isInstance({ bytes }: Source): boolean {
  try {
    return ommxVersionOf(bytes) !== 0;
  } catch {
    return false;
  }
}
