import { type Angle, addAngles, constantOf, scaleAngle, termsOf } from "../circuit/angle.ts";
import { type Place, syntaxError, unsupportedError } from "./place.ts";
import type { Expression } from "./syntax.ts";

const constants: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["π", Math.PI],
  ["tau", 2 * Math.PI],
  ["τ", 2 * Math.PI],
  ["euler", Math.E],
  ["ℇ", Math.E],
]);

const functions: ReadonlyMap<string, (...inputs: number[]) => number> = new Map(
  Object.entries({
    sin: (a: number) => Math.sin(a),
    cos: (a: number) => Math.cos(a),
    tan: (a: number) => Math.tan(a),
    arcsin: (a: number) => Math.asin(a),
    arccos: (a: number) => Math.acos(a),
    arctan: (a: number) => Math.atan(a),
    exp: (a: number) => Math.exp(a),
    log: (a: number) => Math.log(a),
    sqrt: (a: number) => Math.sqrt(a),
    floor: (a: number) => Math.floor(a),
    ceiling: (a: number) => Math.ceil(a),
    mod: (a: number, b: number) => a % b,
    pow: (a: number, b: number) => a ** b,
  }),
);

export type Names = ReadonlyMap<string, Angle>;

/** The angle of an expression; it may be linear in inputs, nothing more. @throws QT_QUANTUM_QASM_SYNTAX, …_UNSUPPORTED */
export function evaluate(expression: Expression, names: Names): Angle {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "name":
      return valueOfName(expression.name, names, expression.at);
    case "negate":
      return scaleAngle(evaluate(expression.operand, names), -1);
    case "call":
      return evaluateCall(expression, names);
    case "binary":
      return combine(expression, evaluate(expression.left, names), evaluate(expression.right, names));
  }
}

/** A number that does not depend on inputs. */
export function evaluateConstant(expression: Expression, names: Names, at: Place): number {
  return numberOf(evaluate(expression, names), at);
}

function numberOf(angle: Angle, at: Place): number {
  if (typeof angle === "number") return angle;
  throw unsupportedError(at, "an input may only be added, and multiplied or divided by numbers.");
}

function valueOfName(name: string, names: Names, at: Place): Angle {
  const value = names.get(name) ?? constants.get(name);
  if (value === undefined) throw syntaxError(at, `'${name}'`, "pi, an input or a parameter of the gate");
  return value;
}

function finite(angle: Angle, at: Place): Angle {
  const parts = [constantOf(angle), ...termsOf(angle).map((term) => term.coefficient)];
  if (parts.every(Number.isFinite)) return angle;
  throw syntaxError(at, "a value that is not finite", "a finite angle");
}

function evaluateCall({ name, inputs, at }: Expression & { kind: "call" }, names: Names): Angle {
  const compute = functions.get(name);
  if (!compute) throw syntaxError(at, `'${name}'`, `a function (${[...functions.keys()].join(", ")})`);
  if (inputs.length !== compute.length)
    throw syntaxError(at, `${inputs.length} inputs of '${name}'`, `${compute.length}`);
  const values = inputs.map((input) => evaluateConstant(input, names, at));
  return finite(compute(...values), at);
}

function combine({ operator, at }: Expression & { kind: "binary" }, left: Angle, right: Angle): Angle {
  switch (operator) {
    case "+":
      return finite(addAngles(left, right), at);
    case "-":
      return finite(addAngles(left, scaleAngle(right, -1)), at);
    case "*":
      return finite(
        typeof left === "number" ? scaleAngle(right, left) : scaleAngle(left, numberOf(right, at)),
        at,
      );
    case "/":
      return finite(divide(left, numberOf(right, at)), at);
    case "**":
      return finite(numberOf(left, at) ** numberOf(right, at), at);
  }
}

/** Each part divided, which rounds once; a product with 1/divisor would round twice. */
function divide(angle: Angle, divisor: number): Angle {
  if (typeof angle === "number") return angle / divisor;
  const parts = angle.terms.map(({ parameter, coefficient }) => ({
    parameter,
    coefficient: coefficient / divisor,
  }));
  return addAngles({ constant: angle.constant / divisor, terms: parts }, 0);
}
