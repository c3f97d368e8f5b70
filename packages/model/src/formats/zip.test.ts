import { deflateRawSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readZip, writeZip } from "./zip.ts";

test("entries come back as they were packed, in order, whatever stands before the archive", () => {
  const entry = fc.tuple(fc.string({ unit: "grapheme" }), fc.uint8Array());
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), fc.uint8Array(), (list, before) => {
      const entries = new Map(list);
      const read = readZip(writeZip(entries, before), "m.zip");
      expect([...read].map(([name, data]) => [name, [...data]])).toEqual(
        [...entries].map(([name, data]) => [name, [...data]]),
      );
    }),
    { numRuns: 200 },
  );
});

/** The archive of one stored entry with its data deflated instead. */
function deflated(name: string, data: Uint8Array): Uint8Array {
  const packed = deflateRawSync(data);
  const stored = writeZip(new Map([[name, data]]));
  const head = 30 + name.length;
  const bytes = Buffer.concat([stored.subarray(0, head), packed, stored.subarray(head + data.length)]);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = head + packed.length;
  view.setUint16(directory + 10, 8, true);
  view.setUint32(directory + 20, packed.length, true);
  view.setUint32(bytes.length - 6, directory, true);
  return bytes;
}

test("deflated entries are unpacked, and no more of them than they say", () => {
  const data = new Uint8Array(10_000).fill(7);
  const archive = deflated("seven", data);
  expect(readZip(archive, "m.zip").get("seven")).toEqual(Buffer.from(data));
  const bomb = Buffer.from(archive);
  bomb.writeUInt32LE(10, bomb.length - 22 - "seven".length - 46 + 24);
  expect(() => readZip(bomb, "m.zip")).toThrow("The entry is damaged.");
});

test("damage is told with the entry", () => {
  const archive = writeZip(new Map([["a", Uint8Array.of(1, 2, 3)]]));
  expect(() => readZip(archive.subarray(0, archive.length - 1), "m.zip")).toThrow("holds no zip archive");
  const flipped = Uint8Array.from(archive);
  flipped[31]! ^= 1;
  expect(() => readZip(flipped, "m.zip")).toThrow(
    expect.objectContaining({ code: "QT_MODEL_SYNTAX", where: "m.zip:a" }),
  );
});

test("more entries than an end record can count", () => {
  const entries = new Map(Array.from({ length: 70_000 }, (_, at) => [`${at}`, Uint8Array.of(at % 256)]));
  const read = readZip(writeZip(entries, Uint8Array.of(1, 2, 3)), "m.zip");
  expect(read.size).toBe(70_000);
  expect([...(read.get("69999") ?? [])]).toEqual([69_999 % 256]);
});
