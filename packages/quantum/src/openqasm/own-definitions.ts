import type { GateName } from "../circuit/gates.ts";
import { parseProgram } from "./parse-program.ts";
import type { GateDefinition } from "./syntax.ts";

/** Definitions that the writer puts before a program that uses these gates; the phases are exact. */
export const ownDefinitions: ReadonlyMap<GateName, string> = new Map([
  ["rxx", "gate rxx(theta) a, b { h a; h b; cx a, b; rz(theta) b; cx a, b; h b; h a; }"],
  [
    "ryy",
    "gate ryy(theta) a, b { rx(pi/2) a; rx(pi/2) b; cx a, b; rz(theta) b; cx a, b; rx(-pi/2) b; rx(-pi/2) a; }",
  ],
  ["rzz", "gate rzz(theta) a, b { cx a, b; rz(theta) b; cx a, b; }"],
]);

const withoutPlaces = (definition: GateDefinition): string =>
  JSON.stringify(definition, (key, value: unknown) => (key === "at" ? undefined : value));

const byText: ReadonlyMap<string, GateName> = new Map(
  [...ownDefinitions].map(([name, text]) => {
    const [statement] = parseProgram(text);
    return [withoutPlaces(statement as GateDefinition), name];
  }),
);

/** The gate whose own definition this is, so that what was written as one gate is read as one gate. */
export function ownGate(definition: GateDefinition): GateName | undefined {
  return byText.get(withoutPlaces(definition));
}
