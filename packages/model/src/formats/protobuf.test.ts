import * as fc from "fast-check";
import { expect, test } from "vitest";
import { WireReader, WireWriter } from "./protobuf.ts";

const reading = (writer: WireWriter): WireReader => {
  const reader = new WireReader(writer.done().slice(), "m.ommx");
  reader.next();
  return reader;
};

test("numbers, texts and messages come back as they were written", () => {
  const numbers = fc.record({
    field: fc.integer({ min: 1, max: 2 ** 29 - 1 }),
    whole: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
    real: fc.double(),
    text: fc.string({ unit: "binary" }),
    list: fc.array(fc.nat({ max: Number.MAX_SAFE_INTEGER })),
    reals: fc.array(fc.double()),
  });
  fc.assert(
    fc.property(numbers, ({ field, whole, real, text, list, reals }) => {
      expect(reading(new WireWriter().uint(field, whole)).uint()).toBe(whole);
      expect(reading(new WireWriter().double(field, real)).double()).toBe(real);
      expect(reading(new WireWriter().text(field, text)).text()).toBe(text);
      const [packed, packedReals]: [number[], number[]] = [[], []];
      reading(new WireWriter().packedUints(field, list)).uints(packed);
      reading(new WireWriter().packedDoubles(field, Float64Array.from(reals))).doubles(packedReals);
      expect([packed, packedReals]).toEqual([list, reals]);
      const term = reading(new WireWriter().term(field, whole, real)).message();
      expect([term.next(), term.uint(), term.next(), term.double(), term.next()]).toEqual([
        true,
        whole,
        true,
        real,
        false,
      ]);
    }),
    { numRuns: 150 },
  );
});

test("negative numbers are two's complement in ten bytes", () => {
  // Field 5, ten bytes: -1; and packed: 3, -2.
  const one = Uint8Array.of(0x28, ...new Array<number>(9).fill(0xff), 1);
  const two = Uint8Array.of(0x2a, 11, 3, 0xfe, ...new Array<number>(8).fill(0xff), 1);
  const found: number[] = [];
  for (const bytes of [one, two]) {
    const reader = new WireReader(bytes, "m.ommx");
    reader.next();
    reader.ints(found);
  }
  expect(found).toEqual([-1, 3, -2]);
});

test("a damaged file is told by its byte", () => {
  const truncated = new WireReader(Uint8Array.of(0x0a, 5, 1), "m.ommx");
  truncated.next();
  expect(() => truncated.message()).toThrow(
    expect.objectContaining({ code: "QT_MODEL_SYNTAX", where: "m.ommx:byte 2" }),
  );
  const endless = new WireReader(new Uint8Array(12).fill(0xff), "m.ommx");
  expect(() => endless.next()).toThrow("more than ten bytes");
  const mistyped = new WireReader(Uint8Array.of(0x08, 1), "m.ommx");
  mistyped.next();
  expect(() => mistyped.double()).toThrow("Field 1 has wire type 0.");
});
