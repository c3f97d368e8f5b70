import { crc32, inflateRawSync } from "node:zlib";
import { modelError } from "../errors.ts";

/** Signatures and offsets: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. */
const localSignature = 0x04034b50;
const entrySignature = 0x02014b50;
const endSignature = 0x06054b50;
const endLength = 22;
/** Zip64's end record and its locator, 4.3.14 and 4.3.15. */
const manySignature = 0x06064b50;
const locatorSignature = 0x07064b50;
const manyLength = 56 + 20;
const mostEntries = 65_534;
const mostComment = 65_535;
const method = { stored: 0, deflated: 8 } as const;

/**
 * Entries of a zip file by name, in its order; bytes before the archive are passed over.
 * @throws QT_MODEL_SYNTAX for what is damaged, encrypted, or larger than 4 GiB
 */
export function readZip(bytes: Uint8Array, fileName: string): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const record = endRecord(view, fileName);
  const [size, offset] = [view.getUint32(record + 12, true), view.getUint32(record + 16, true)];
  const end = record - (hasManyEntries(view, record) ? manyLength : 0);
  const before = end - size - offset;
  if (before < 0) throw damaged("The archive ends too early.", fileName);
  const entries = new Map<string, Uint8Array>();
  for (let at = before + offset; at < end; ) {
    if (at + 46 > end || view.getUint32(at, true) !== entrySignature)
      throw damaged(`Entry ${entries.size} of the archive is missing.`, fileName);
    const [name, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    if (at + 46 + name! > end) throw damaged(`The name of entry ${entries.size} ends too early.`, fileName);
    const text = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name!));
    entries.set(text, content(bytes, view, at, before, `${fileName}:${text}`));
    at += 46 + name! + extra! + comment!;
  }
  return entries;
}

/** Two records more stand before the end record when there are too many entries for its count. */
const hasManyEntries = (view: DataView, end: number): boolean =>
  end >= manyLength && view.getUint32(end - 20, true) === locatorSignature;

function endRecord(view: DataView, fileName: string): number {
  const last = view.byteLength - endLength;
  for (let at = last; at >= Math.max(0, last - mostComment); at--)
    if (view.getUint32(at, true) === endSignature) return at;
  throw damaged("The file holds no zip archive.", fileName);
}

function content(
  bytes: Uint8Array,
  view: DataView,
  entry: number,
  before: number,
  where: string,
): Uint8Array {
  const [checksum, packed, size, offset] = [16, 20, 24, 42].map((field) =>
    view.getUint32(entry + field, true),
  );
  const local = before + offset!;
  if (local + 30 > bytes.length || view.getUint32(local, true) !== localSignature)
    throw damaged("The entry is missing.", where);
  if ((view.getUint16(entry + 8, true) & 1) === 1) throw damaged("The entry is encrypted.", where);
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (from + packed! > bytes.length) throw damaged("The entry ends too early.", where);
  const data = unpacked(bytes.subarray(from, from + packed!), view.getUint16(entry + 10, true), size!, where);
  if (data.length !== size || crc32(data) !== checksum) throw damaged("The entry is damaged.", where);
  return data;
}

function unpacked(data: Uint8Array, how: number, size: number, where: string): Uint8Array {
  if (how === method.stored) return data;
  if (how !== method.deflated) throw damaged(`The entry is packed by method ${how}.`, where);
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw damaged("The entry is damaged.", where);
  }
}

const damaged = (message: string, where: string): Error =>
  modelError("QT_MODEL_SYNTAX", message, where, "Give a file that is whole.");

/**
 * A zip file with these entries, not packed.
 * @param before bytes before the archive; offsets count from the start of the file, as other programs expect it
 */
export function writeZip(
  entries: ReadonlyMap<string, Uint8Array>,
  before: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const parts: Uint8Array[] = [before];
  const directory: Uint8Array[] = [];
  let offset = before.length;
  for (const [name, data] of entries) {
    const label = new TextEncoder().encode(name);
    const local = record(localSignature, 30, label, (view) => describe(view, 6, label, data));
    directory.push(
      record(entrySignature, 46, label, (view) => {
        view.setUint16(4, 20, true);
        describe(view, 8, label, data);
        view.setUint32(42, offset, true);
      }),
    );
    parts.push(local, data);
    offset += local.length + data.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const ends = endRecords(entries.size, size, offset);
  return Buffer.concat([...parts, ...directory, ...ends]);
}

function endRecords(count: number, size: number, offset: number): readonly Uint8Array[] {
  const none = new Uint8Array(0);
  const shown = count > mostEntries ? 0xffff : count;
  const end = record(endSignature, endLength, none, (view) => {
    view.setUint16(8, shown, true);
    view.setUint16(10, shown, true);
    view.setUint32(12, size, true);
    view.setUint32(16, offset, true);
  });
  if (count <= mostEntries) return [end];
  const many = record(manySignature, 56, none, (view) => {
    view.setUint32(4, 56 - 12, true);
    view.setUint16(12, 45, true);
    view.setUint16(14, 45, true);
    for (const [at, value] of [
      [24, count],
      [32, count],
      [40, size],
      [48, offset],
    ] as const)
      view.setBigUint64(at, BigInt(value), true);
  });
  const locator = record(locatorSignature, 20, none, (view) => {
    view.setBigUint64(8, BigInt(offset + size), true);
    view.setUint32(16, 1, true);
  });
  return [many, locator, end];
}

function record(
  signature: number,
  length: number,
  label: Uint8Array,
  fill: (view: DataView) => void,
): Uint8Array {
  const bytes = new Uint8Array(length + label.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  fill(view);
  bytes.set(label, length);
  return bytes;
}

/** The fields that both records of an entry share; the date is the first one there is, 1 January 1980. */
function describe(view: DataView, at: number, label: Uint8Array, data: Uint8Array): void {
  const utf8 = 1 << 11;
  if (at === 6) view.setUint16(4, 20, true);
  else view.setUint16(6, 20, true);
  view.setUint16(at, utf8, true);
  view.setUint16(at + 2, method.stored, true);
  view.setUint16(at + 6, (1 << 5) | 1, true);
  view.setUint32(at + 8, crc32(data), true);
  view.setUint32(at + 12, data.length, true);
  view.setUint32(at + 16, data.length, true);
  view.setUint16(at + 20, label.length, true);
}
