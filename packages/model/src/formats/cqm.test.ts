import { expect, test } from "vitest";
import { createModel } from "../builder.ts";
import { parseCqm } from "./cqm-read.ts";
import { printCqm } from "./cqm-write.ts";
import { detectFormat } from "./formats.ts";
import { openSource } from "./open-source.ts";
import { readZip } from "./zip.ts";

const meaning = (id: string) => ({ id, rule: id, sentence: `${id} holds.`, unit: "1" });

test("exactly-one constraints are discrete in dimod while they are disjoint", () => {
  const builder = createModel({ name: "discrete", sense: "minimize" });
  const [a, b, c] = ["a", "b", "c"].map((name) => builder.binary(name));
  builder.exactlyOne(meaning("one/first"), [a!, b!]);
  builder.exactlyOne(meaning("two"), [b!, c!]);
  const model = builder.build();
  const bytes = printCqm(model);
  const discrete = [...readZip(bytes, "m.cqm").keys()].filter((name) => name.endsWith("/discrete"));
  expect(discrete).toEqual(['constraints/"one\\u002ffirst"/discrete']);
  expect(parseCqm(openSource(bytes, "m.cqm")).structures).toEqual(model.structures);
});

test("names that every object has are names like others", () => {
  const builder = createModel({ name: "odd", sense: "minimize" });
  const x = builder.binary("constructor");
  builder.constraint(meaning("__proto__")).plus(1, x).atMost(1);
  builder.constraint(meaning("toString")).plus(1, x).between(-1, 1);
  builder.objective(meaning("cost")).plus(1, x);
  const model = builder.build();
  expect(parseCqm(openSource(printCqm(model), "m.cqm"))).toEqual(model);
});

test("a CQM is known by its magic", () => {
  const empty = createModel({ name: "empty", sense: "minimize" }).build();
  expect(detectFormat(openSource(printCqm(empty), "unknown"))).toBe("cqm");
});

test("what dimod cannot hold is refused", () => {
  const builder = createModel({ name: "real", sense: "minimize" });
  const x = builder.continuous("x", { upper: 2 });
  builder.constraint(meaning("square")).product(1, x, x).atMost(1);
  expect(() => printCqm(builder.build())).toThrow(
    expect.objectContaining({ code: "QT_MODEL_NOT_WRITABLE", where: "square" }),
  );
  const wide = createModel({ name: "wide", sense: "minimize" });
  wide.continuous("x", { upper: 1e31 });
  expect(() => printCqm(wide.build())).toThrow("'x' has the bounds 0 and 1e+31");
});

test("a missing entry and an older version are told", () => {
  const empty = printCqm(createModel({ name: "empty", sense: "minimize" }).build());
  const older = Uint8Array.from(empty);
  older[8] = 1;
  expect(() => parseCqm(openSource(older, "m.cqm"))).toThrow(
    expect.objectContaining({ code: "QT_MODEL_VERSION", where: "m.cqm" }),
  );
  const cut = empty.subarray(0, 200);
  expect(() => parseCqm(openSource(cut, "m.cqm"))).toThrow("holds no zip archive");
});
