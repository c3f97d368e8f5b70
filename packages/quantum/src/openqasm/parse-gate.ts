import { parseExpression } from "./parse-expression.ts";
import type { Expression, GateCall, GateDefinition, Modifier, Operand } from "./syntax.ts";
import type { TokenStream } from "./token-stream.ts";

const gateName = "the name of a gate";

export function parseOperand(stream: TokenStream): Operand {
  const { text: name, at } = stream.expectKind("name", "the name of a register");
  if (!stream.skip("[")) return { name, at };
  const first = parseExpression(stream);
  const last = stream.skip(":") ? parseExpression(stream) : undefined;
  stream.expect("]");
  return { name, first, ...(last && { last }), at };
}

function parseInBrackets(stream: TokenStream): Expression | undefined {
  if (!stream.skip("(")) return undefined;
  const expression = parseExpression(stream);
  stream.expect(")");
  return expression;
}

function parseModifier(stream: TokenStream): Modifier | undefined {
  const { text, at } = stream.next;
  if (stream.skip("inv")) return { kind: "inv" };
  if (stream.skip("pow")) return { kind: "pow", exponent: parseInBrackets(stream) ?? stream.fail("'('"), at };
  if (!stream.skip("ctrl") && !stream.skip("negctrl")) return undefined;
  const count = parseInBrackets(stream);
  return { kind: text as "ctrl" | "negctrl", ...(count && { count }), at };
}

function parseModifiers(stream: TokenStream): Modifier[] {
  const modifiers: Modifier[] = [];
  for (let each = parseModifier(stream); each; each = parseModifier(stream)) {
    stream.expect("@");
    modifiers.push(each);
  }
  return modifiers;
}

export function parseGateCall(stream: TokenStream): GateCall {
  const { at } = stream.next;
  const modifiers = parseModifiers(stream);
  const { text: name } = stream.expectKind("name", gateName);
  let angles: Expression[] = [];
  if (stream.skip("(") && !stream.skip(")")) {
    angles = stream.list(() => parseExpression(stream));
    stream.expect(")");
  }
  const operands = stream.sees(";") ? [] : stream.list(() => parseOperand(stream));
  stream.expect(";");
  return { kind: "call", modifiers, name, angles, operands, at };
}

/** From `gate` to its closing brace; the body has gate calls only. */
export function parseGateDefinition(stream: TokenStream): GateDefinition {
  const { at } = stream.expect("gate");
  const { text: name } = stream.expectKind("name", gateName);
  const parseName = (): string => stream.expectKind("name", "a name").text;
  let angles: string[] = [];
  if (stream.skip("(") && !stream.skip(")")) {
    angles = stream.list(parseName);
    stream.expect(")");
  }
  const qubits = stream.list(parseName);
  stream.expect("{");
  const body: GateCall[] = [];
  while (!stream.skip("}")) body.push(parseGateCall(stream));
  return { kind: "definition", name, angles, qubits, body, at };
}
