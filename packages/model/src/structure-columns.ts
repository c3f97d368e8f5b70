import type { Model } from "./model.ts";
import type { Structure } from "./structures.ts";

/** The columns a structure names, each place once; a permutation names all options of its choices. */
export function columnsOfStructure(model: Model, structure: Structure): readonly number[] {
  switch (structure.kind) {
    case "exactly-one":
    case "at-most":
      return [...structure.columns];
    case "implication":
      return [structure.when, ...structure.column];
    case "precedence":
      return [structure.before, structure.after];
    case "no-overlap":
    case "cumulative":
      return [...structure.start, ...structure.present.filter((column) => column >= 0)];
    case "permutation":
      return [...structure.choices].flatMap((choice) => {
        const { first, options } = model.variables.choices[choice]!;
        return options.map((_, option) => first + option);
      });
  }
}

/** The same structure where columns, and choices, have other positions. */
export function renamedStructure(
  structure: Structure,
  column: (old: number) => number,
  choice: (old: number) => number = (old) => old,
): Structure {
  const columns = (old: Int32Array): Int32Array => old.map((each) => (each < 0 ? each : column(each)));
  switch (structure.kind) {
    case "exactly-one":
    case "at-most":
      return { ...structure, columns: columns(structure.columns) };
    case "implication":
      return { ...structure, when: column(structure.when), column: columns(structure.column) };
    case "precedence":
      return { ...structure, before: column(structure.before), after: column(structure.after) };
    case "no-overlap":
    case "cumulative":
      return { ...structure, start: columns(structure.start), present: columns(structure.present) };
    case "permutation":
      return { ...structure, choices: structure.choices.map(choice) };
  }
}
