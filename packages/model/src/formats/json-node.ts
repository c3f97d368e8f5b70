import { QtwinError } from "@qtwin/core";
import { modelError } from "../errors.ts";
import { locatedAt } from "./source.ts";

/** A value of a JSON file that knows its path. */
export class JsonNode {
  readonly value: unknown;
  private readonly fileName: string;
  private readonly path: string;

  constructor(value: unknown, fileName: string, path = "") {
    this.value = value;
    this.fileName = fileName;
    this.path = path;
  }

  get where(): string {
    return this.path === "" ? this.fileName : `${this.fileName}:${this.path}`;
  }

  field(name: string): JsonNode {
    const object = this.object();
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    return new JsonNode(value, this.fileName, this.path === "" ? name : `${this.path}.${name}`);
  }

  /** Every key must be among these, so that a misspelt one is no default. */
  only(keys: readonly string[]): void {
    for (const key of Object.keys(this.object()))
      if (!keys.includes(key)) throw this.field(key).wrong(`no '${key}' here, but ${keys.join(", ")}`);
  }

  list(): readonly unknown[] {
    if (!Array.isArray(this.value)) throw this.wrong("a list");
    return this.value;
  }

  /** An entry of a list. */
  item(index: number): JsonNode {
    return new JsonNode(this.list()[index], this.fileName, `${this.path}[${index}]`);
  }

  items(): readonly JsonNode[] {
    return this.list().map((_, index) => this.item(index));
  }

  optional(): this | undefined {
    return this.value === undefined ? undefined : this;
  }

  text(): string {
    if (typeof this.value !== "string") throw this.wrong("a text");
    return this.value;
  }

  number(): number {
    if (typeof this.value !== "number" || !Number.isFinite(this.value)) throw this.wrong("a number");
    return this.value;
  }

  numbers(): number[] {
    return this.items().map((item) => item.number());
  }

  boolean(): boolean {
    if (typeof this.value !== "boolean") throw this.wrong("true or false");
    return this.value;
  }

  /** Undefined when left out, `none` for null. */
  bound(none: number): number | undefined {
    if (this.value === undefined) return undefined;
    return this.value === null ? none : this.number();
  }

  oneOf<const T extends string | number>(allowed: readonly T[]): T {
    const found = allowed.find((word) => word === this.value);
    if (found === undefined) throw this.wrong(allowed.map((word) => JSON.stringify(word)).join(" or "));
    return found;
  }

  /** What a table holds under this text. */
  named<T>(table: ReadonlyMap<string, T>, expected: string): T {
    const found = table.get(this.text());
    if (found === undefined) throw this.wrong(expected);
    return found;
  }

  wrong(expected: string): Error {
    const found = this.value === undefined ? "nothing" : JSON.stringify(this.value).slice(0, 40);
    return modelError("QT_MODEL_SYNTAX", `Found ${found}.`, this.where, `Expected ${expected}.`);
  }

  /** Runs `build` and puts this path into errors of the model builder; those of this reader know theirs. */
  locate<T>(build: () => T): T {
    try {
      return build();
    } catch (thrown) {
      if (thrown instanceof QtwinError && thrown.code === "QT_MODEL_SYNTAX") throw thrown;
      return locatedAt(this.where, () => {
        throw thrown;
      });
    }
  }

  private object(): Readonly<Record<string, unknown>> {
    if (this.value === null || typeof this.value !== "object" || Array.isArray(this.value))
      throw this.wrong("an object");
    return this.value as Readonly<Record<string, unknown>>;
  }
}
