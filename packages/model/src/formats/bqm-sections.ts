import { modelError } from "../errors.ts";

/** Header of dimod's binary files: magic, two version bytes, length (u32), JSON padded with spaces. */
export interface DimodHeader {
  readonly version: readonly [major: number, minor: number];
  readonly data: Readonly<Record<string, unknown>>;
}

/** numpy's names of the number types in use, little-endian. */
export type DimodType = "float64" | "float32" | "int64" | "int32" | "uint64" | "uint32" | "int8";
const sizes: Readonly<Record<DimodType, number>> = {
  float64: 8,
  float32: 4,
  int64: 8,
  int32: 4,
  uint64: 8,
  uint32: 4,
  int8: 1,
};

/** Reads dimod's binary files, front to back. */
export class DimodReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly place: string;
  private at = 0;

  /** @param place what errors point at: a file, or an entry of one */
  constructor(bytes: Uint8Array, place: string) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.place = place;
  }

  header(magic: string): DimodHeader {
    this.magic(magic);
    const version = [this.number("int8"), this.number("int8")] as const;
    const data = this.json(this.number("uint32"));
    if (typeof data !== "object" || data === null)
      throw this.wrong("The header is no object.", "a JSON object");
    return { version, data: data as DimodHeader["data"] };
  }

  /** A section: magic, length, content padded with spaces. */
  section(magic: string, lengthType: "uint32" | "uint64" = "uint32"): DimodReader {
    this.magic(magic);
    const length = this.number(lengthType);
    const from = this.advance(length);
    return new DimodReader(this.bytes.subarray(from, from + length), `${this.place}:${magic}`);
  }

  number(type: DimodType): number {
    const at = this.advance(sizes[type]);
    if (type === "float64") return this.view.getFloat64(at, true);
    if (type === "float32") return this.view.getFloat32(at, true);
    if (type === "int64") return Number(this.view.getBigInt64(at, true));
    if (type === "uint64") return Number(this.view.getBigUint64(at, true));
    if (type === "int32") return this.view.getInt32(at, true);
    return type === "uint32" ? this.view.getUint32(at, true) : this.view.getInt8(at);
  }

  /** The rest, or the next `length` bytes, as JSON. */
  json(length = this.bytes.length - this.at): unknown {
    const from = this.advance(length);
    try {
      return JSON.parse(new TextDecoder().decode(this.bytes.subarray(from, from + length)));
    } catch {
      throw this.wrong("The header or labels are no JSON.", "JSON text");
    }
  }

  /** A number type that a header names. */
  typeIn(header: DimodHeader, name: string): DimodType {
    const found = Object.keys(sizes).find((type) => type === header.data[name]);
    if (found === undefined)
      throw this.wrong(`'${name}' is ${JSON.stringify(header.data[name])}.`, "float64 or int32");
    return found as DimodType;
  }

  /** Two counts that a header names. */
  shapeIn(header: DimodHeader): readonly [variables: number, interactions: number] {
    const { shape } = header.data;
    const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;
    if (Array.isArray(shape) && shape.length === 2 && isCount(shape[0]) && isCount(shape[1]))
      return [shape[0], shape[1]];
    throw this.wrong(`The shape is ${JSON.stringify(shape)}.`, "two counts");
  }

  /** @throws QT_MODEL_SYNTAX before memory for them is asked for */
  atLeast(count: number, size: number): void {
    if (count * size > this.bytes.length - this.at)
      throw this.wrong("The file ends too early.", `${count} entries of ${size} bytes`);
  }

  wrong(message: string, expected: string): Error {
    return modelError("QT_MODEL_SYNTAX", message, `${this.place}:byte ${this.at}`, `Expected ${expected}.`);
  }

  private magic(wanted: string): void {
    const from = this.advance(wanted.length);
    const found = new TextDecoder("latin1").decode(this.bytes.subarray(from, this.at));
    if (found !== wanted) throw this.wrong(`Found ${JSON.stringify(found)}.`, `'${wanted}'`);
  }

  private advance(count: number): number {
    const from = this.at;
    if (from + count > this.bytes.length) throw this.wrong("The file ends too early.", `${count} bytes more`);
    this.at = from + count;
    return from;
  }
}

/** Whether bytes start with a text. */
export const startsWith = (bytes: Uint8Array, magic: string): boolean =>
  new TextDecoder("latin1").decode(bytes.subarray(0, magic.length)) === magic;

/** @param data plain ASCII */
export function dimodHeader(
  magic: string,
  version: DimodHeader["version"],
  data: DimodHeader["data"],
): Uint8Array {
  const start = new TextEncoder().encode(`${magic}\0\0\0\0\0\0${JSON.stringify(data)}\n`);
  const header = padded(start);
  header.set(version, magic.length);
  new DataView(header.buffer).setUint32(magic.length + 2, header.length - magic.length - 6, true);
  return header;
}

/** @param lengthBytes 4 everywhere but in QUAD, where it is 8 */
export function dimodSection(magic: string, content: Uint8Array, lengthBytes: 4 | 8 = 4): Uint8Array {
  const start = new Uint8Array(magic.length + lengthBytes + content.length);
  start.set(new TextEncoder().encode(magic));
  start.set(content, magic.length + lengthBytes);
  const section = padded(start);
  new DataView(section.buffer).setUint32(magic.length, section.length - magic.length - lengthBytes, true);
  return section;
}

/** With spaces to a multiple of 64 bytes. */
function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const longer = new Uint8Array(Math.ceil(bytes.length / 64) * 64).fill(0x20);
  longer.set(bytes);
  return longer;
}
