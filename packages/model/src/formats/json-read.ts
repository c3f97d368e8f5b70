import { createModel, type SumBuilder } from "../builder.ts";
import { modelError } from "../errors.ts";
import type { Meaning, Model } from "../model.ts";
import { jsonVersion } from "./json-write.ts";
import { locatedAt, type Source, syntaxError } from "./source.ts";

/**
 * Reads Qtwin's JSON form. May be left out: a variable's kind (`continuous`), lower (0), upper (none), unit (`1`); a
 * constraint's lower and upper (none); rule (the id), sentence (the id), unit, constant (0).
 * @throws QT_MODEL_SYNTAX, QT_MODEL_VERSION and the errors of the builder, with file and path such as `constraints[3].terms[0]`
 */
export function parseJson(source: Source): Model {
  return fromJsonModel(parseText(source), source.fileName);
}

/** @param fileName what errors point at */
export function fromJsonModel(json: unknown, fileName = "model"): Model {
  const root = new Node(json, fileName, "");
  if (root.field("format").value !== "qtwin-model") throw root.field("format").wrong('"qtwin-model"');
  const version = root.field("version");
  if (version.number() !== jsonVersion)
    throw modelError(
      "QT_MODEL_VERSION",
      `The file has version ${version.number()}, this Qtwin reads ${jsonVersion}.`,
      version.where,
    );
  const sense = root.field("sense").oneOf(["minimize", "maximize"]);
  const model = createModel({ name: root.field("name").text(), sense });
  const indexOf = new Map<string, number>();
  for (const node of root.field("variables").items()) {
    const kind = node.field("kind").optional()?.oneOf(["continuous", "integer", "binary"]) ?? "continuous";
    const name = node.field("name").text();
    const lower = node.field("lower").bound(-Infinity) ?? 0;
    const upper = node.field("upper").bound(Infinity) ?? (kind === "binary" ? 1 : Infinity);
    const unit = node.field("unit").optional()?.text() ?? "1";
    indexOf.set(
      name,
      node.locate(() => model[kind](name, { lower, upper, unit })),
    );
  }
  for (const node of root.field("constraints").items()) readConstraint(node, model, indexOf);
  for (const node of root.field("objective").items()) {
    const sum = node.locate(() => model.objective(meaningOf(node)));
    readTerms(node, sum, indexOf);
    sum.constant(node.field("constant").optional()?.number() ?? 0);
  }
  return model.build();
}

function readConstraint(
  node: Node,
  model: ReturnType<typeof createModel>,
  indexOf: ReadonlyMap<string, number>,
): void {
  const pricePerUnit = node.field("pricePerUnit").optional()?.number();
  const price = pricePerUnit === undefined ? {} : { pricePerUnit };
  const row = node.locate(() => model.constraint({ ...meaningOf(node), ...price }));
  readTerms(node, row, indexOf);
  const lower = node.field("lower").bound(-Infinity) ?? -Infinity;
  const upper = node.field("upper").bound(Infinity) ?? Infinity;
  node.locate(() => row.between(lower, upper));
}

function meaningOf(node: Node): Meaning {
  const id = node.field("id").text();
  const origin = node.field("origin").optional()?.text();
  return {
    id,
    rule: node.field("rule").optional()?.text() ?? id,
    sentence: node.field("sentence").optional()?.text() ?? id,
    unit: node.field("unit").optional()?.text() ?? "1",
    ...(origin === undefined ? {} : { origin }),
  };
}

function readTerms(node: Node, sum: SumBuilder, indexOf: ReadonlyMap<string, number>): void {
  for (const term of node.field("terms").items()) {
    const [coefficient, name, ...rest] = term.items();
    if (!coefficient || !name || rest.length > 0) throw term.wrong('[number, "variable"]');
    const variable = indexOf.get(name.text());
    if (variable === undefined) throw name.wrong("the name of a variable in 'variables'");
    const value = coefficient.number();
    term.locate(() => sum.plus(value, variable));
  }
}

function parseText(source: Source): unknown {
  try {
    return JSON.parse(source.text);
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const offset = Number(/position (\d+)/.exec(message)?.[1] ?? source.text.length);
    const before = source.text.slice(0, offset).split("\n");
    const place = { line: before.length, column: before[before.length - 1]!.length + 1 };
    throw syntaxError(source, place, `This is no JSON: ${message}`, "JSON text");
  }
}

/** A value of the file that knows its path. */
class Node {
  readonly value: unknown;
  private readonly fileName: string;
  private readonly path: string;

  constructor(value: unknown, fileName: string, path: string) {
    this.value = value;
    this.fileName = fileName;
    this.path = path;
  }

  get where(): string {
    return this.path === "" ? this.fileName : `${this.fileName}:${this.path}`;
  }

  field(name: string): Node {
    if (this.value === null || typeof this.value !== "object" || Array.isArray(this.value))
      throw this.wrong("an object");
    const value: unknown = Object.hasOwn(this.value, name) ? Reflect.get(this.value, name) : undefined;
    return new Node(value, this.fileName, this.path === "" ? name : `${this.path}.${name}`);
  }

  items(): readonly Node[] {
    if (!Array.isArray(this.value)) throw this.wrong("a list");
    return this.value.map((item, index) => new Node(item, this.fileName, `${this.path}[${index}]`));
  }

  optional(): this | undefined {
    return this.value === undefined ? undefined : this;
  }

  text(): string {
    if (typeof this.value !== "string") throw this.wrong("a text");
    return this.value;
  }

  number(): number {
    if (typeof this.value !== "number") throw this.wrong("a number");
    return this.value;
  }

  /** Undefined when left out, `none` for null. */
  bound(none: number): number | undefined {
    if (this.value === undefined) return undefined;
    return this.value === null ? none : this.number();
  }

  oneOf<const T extends string>(allowed: readonly T[]): T {
    const found = allowed.find((word) => word === this.value);
    if (found === undefined) throw this.wrong(allowed.map((word) => `"${word}"`).join(" or "));
    return found;
  }

  wrong(expected: string): Error {
    const found = this.value === undefined ? "nothing" : JSON.stringify(this.value).slice(0, 40);
    return modelError("QT_MODEL_SYNTAX", `Found ${found}.`, this.where, `Expected ${expected}.`);
  }

  /** Runs `build` and puts this path into its errors. */
  locate<T>(build: () => T): T {
    return locatedAt(this.where, build);
  }
}
