import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes each array or number of a case as NAME.bin, little-endian, for programs that are not ours. */
export function writeCase(folder: string, source: object): void {
  for (const [name, value] of Object.entries(source)) {
    const array = typeof value === "number" ? numberArray(name, value) : (value as Float64Array | Int32Array);
    writeFileSync(
      join(folder, `${name}.bin`),
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
    );
  }
}

/** The total of the dense case may be any number; the other numbers are counts. */
const numberArray = (name: string, value: number): Float64Array | Int32Array =>
  name === "total" ? Float64Array.of(value) : Int32Array.of(value);
