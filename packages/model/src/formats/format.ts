import type { Model } from "../model.ts";
import type { Source } from "./source.ts";

/** A file format: what `registry.ts` lists, one record a file. */
export interface Format<Id extends string = string, Printed extends string | Uint8Array = string> {
  /** As `--format` names it. */
  readonly id: Id;
  /** In words, for example `LP (CPLEX)`. */
  readonly title: string;
  /** How its files end, with the period, lower case, without `.gz`. */
  readonly extensions: readonly string[];
  /** A file of this format need not be text: `detect` and `parse` then look at `source.bytes`. */
  readonly binary?: true;
  /**
   * How surely the content is of this format: false or 0 is no, true or 1 is surely. File names are compared by the
   * caller, so look at the content only, and mostly at its `head`. Must not throw.
   */
  readonly detect: (source: Source) => boolean | number;
  /** @throws QT_MODEL_SYNTAX, QT_MODEL_UNSUPPORTED_FEATURE, QT_MODEL_UNKNOWN_PROBLEM and the errors of the builder */
  readonly parse: (source: Source) => Model;
  /** Absent: the format is only read. */
  readonly print?: (model: Model) => Printed;
}

export const defineFormat = <const Id extends string, Printed extends string | Uint8Array = string>(
  format: Format<Id, Printed>,
): Format<Id, Printed> => Object.freeze(format);
