import { modelError } from "../errors.ts";

/** Wire types in use: protobuf.dev/programming-guides/encoding, "Message structure". */
export const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Fields of one protobuf message, one after the other. */
export class WireReader {
  /** Number and wire type of the present field. */
  field = 0;
  type = 0;
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly fileName: string;
  private readonly from: number;
  private readonly end: number;
  private at: number;

  constructor(bytes: Uint8Array, fileName: string, from = 0, to = bytes.length) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.fileName = fileName;
    this.from = from;
    this.at = from;
    this.end = to;
  }

  /** Where an error points at. */
  get where(): string {
    return `${this.fileName}:byte ${this.at}`;
  }

  /** The same message from its start. */
  again(): WireReader {
    return new WireReader(this.bytes, this.fileName, this.from, this.end);
  }

  /** Goes to the next field; false at the end. The value of each field must be taken or skipped. */
  next(): boolean {
    if (this.at === this.end) return false;
    const key = this.uint(true);
    this.field = Math.floor(key / 8);
    this.type = key % 8;
    if (this.field === 0) throw this.wrong("Field number 0.", "a field of a message");
    return true;
  }

  skip(): void {
    if (this.type === wireType.varint) this.varint();
    else if (this.type === wireType.fixed64) this.advance(8);
    else if (this.type === wireType.bytes) this.advance(this.uint(true));
    else if (this.type === wireType.fixed32) this.advance(4);
    else throw this.wrong(`Wire type ${this.type}.`, "0, 1, 2 or 5");
  }

  /** @param raw part of a length or key: the present field's type does not matter */
  uint(raw = false): number {
    if (!raw) this.expect(wireType.varint);
    const value = this.varint();
    if (Number.isSafeInteger(value)) return value;
    throw this.wrong(`The number ${value}.`, "whole numbers from 0 to 2^53 - 1");
  }

  double(): number {
    this.expect(wireType.fixed64);
    return this.view.getFloat64(this.advance(8), true);
  }

  text(): string {
    const { from, to } = this.span();
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(this.bytes.subarray(from, to));
    } catch {
      throw this.wrong("A text that is no UTF-8.", "UTF-8");
    }
  }

  message(): WireReader {
    const { from, to } = this.span();
    return new WireReader(this.bytes, this.fileName, from, to);
  }

  /** Appends the numbers of a repeated field: packed, or the one that is here. */
  uints(target: number[]): void {
    if (this.type === wireType.varint) target.push(this.uint());
    else for (const packed = this.message(); packed.at < packed.end; ) target.push(packed.uint(true));
  }

  /** Appends the signed numbers of a repeated field: packed, or the one that is here. */
  ints(target: number[]): void {
    if (this.type === wireType.varint) target.push(this.signedVarint());
    else for (const packed = this.message(); packed.at < packed.end; ) target.push(packed.signedVarint());
  }

  /** Appends the numbers of a repeated field: packed, or the one that is here. */
  doubles(target: number[]): void {
    if (this.type === wireType.fixed64) {
      target.push(this.double());
      return;
    }
    const packed = this.message();
    while (packed.at < packed.end) target.push(packed.view.getFloat64(packed.advance(8), true));
  }

  wrong(message: string, expected: string): Error {
    return modelError("QT_MODEL_SYNTAX", message, this.where, `Expected ${expected}.`);
  }

  private varint(): number {
    let [value, scale] = [0, 1];
    for (let byte = 0x80; byte >= 0x80; scale *= 128) {
      if (scale > 2 ** 63) throw this.wrong("A number of more than ten bytes.", "at most ten");
      byte = this.bytes[this.advance(1)]!;
      value += (byte & 0x7f) * scale;
    }
    return value;
  }

  /** Two's complement in 64 bits. */
  private signedVarint(): number {
    const from = this.at;
    this.varint();
    let value = 0n;
    for (let at = this.at - 1; at >= from; at--) value = value * 128n + BigInt(this.bytes[at]! & 0x7f);
    return Number(BigInt.asIntN(64, value));
  }

  private span(): { readonly from: number; readonly to: number } {
    this.expect(wireType.bytes);
    const length = this.uint(true);
    const from = this.advance(length);
    return { from, to: from + length };
  }

  /** @returns the place before */
  private advance(length: number): number {
    const from = this.at;
    if (from + length > this.end) throw this.wrong("The file or message ends too early.", `${length} bytes`);
    this.at = from + length;
    return from;
  }

  private expect(type: number): void {
    if (this.type !== type)
      throw this.wrong(`Field ${this.field} has wire type ${this.type}.`, `wire type ${type}`);
  }
}

/** A protobuf message under construction. Values that are the default of their type are written too: callers leave them out. */
export class WireWriter {
  private bytes = new Uint8Array(64);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  uint(field: number, value: number): this {
    return this.varint(field * 8 + wireType.varint).varint(value);
  }

  double(field: number, value: number): this {
    this.varint(field * 8 + wireType.fixed64).reserve(8);
    this.view.setFloat64(this.length, value, true);
    this.length += 8;
    return this;
  }

  text(field: number, value: string): this {
    return this.raw(field, new TextEncoder().encode(value));
  }

  message(field: number, inner: WireWriter): this {
    return this.raw(field, inner.done());
  }

  /** Message of a number (field 1) and a double (field 2), without a writer of its own: there are millions of them. */
  term(field: number, id: number, value: number): this {
    return this.varint(field * 8 + wireType.bytes)
      .varint(10 + varintLength(id))
      .uint(1, id)
      .double(2, value);
  }

  packedUints(field: number, values: ArrayLike<number>): this {
    const inner = new WireWriter();
    for (let at = 0; at < values.length; at++) inner.varint(values[at]!);
    return this.message(field, inner);
  }

  packedDoubles(field: number, values: Float64Array): this {
    this.varint(field * 8 + wireType.bytes)
      .varint(8 * values.length)
      .reserve(8 * values.length);
    for (const value of values) {
      this.view.setFloat64(this.length, value, true);
      this.length += 8;
    }
    return this;
  }

  done(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private raw(field: number, content: Uint8Array): this {
    this.varint(field * 8 + wireType.bytes)
      .varint(content.length)
      .reserve(content.length);
    this.bytes.set(content, this.length);
    this.length += content.length;
    return this;
  }

  private varint(value: number): this {
    this.reserve(10);
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.bytes[this.length++] = (rest % 128) + 128;
    this.bytes[this.length++] = rest;
    return this;
  }

  private reserve(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.length + count, 2 * this.bytes.length));
    grown.set(this.bytes);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length++;
  return length;
}
