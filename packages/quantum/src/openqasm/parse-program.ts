import { parseExpression } from "./parse-expression.ts";
import { parseGateCall, parseGateDefinition, parseOperand } from "./parse-gate.ts";
import { unsupportedError } from "./place.ts";
import type { Declaration, Expression, Statement } from "./syntax.ts";
import { TokenStream } from "./token-stream.ts";

type Parser = (stream: TokenStream) => Statement[];

/** Words of OpenQASM 3 that start what is outside of the subset. */
const outside = new Set(
  (
    "defcalgrammar def cal defcal extern box let break continue if end return for while switch pragma output const " +
    "int uint float angle bool complex array duration stretch delay nop"
  ).split(" "),
);

function parseVersion(stream: TokenStream): void {
  if (!stream.skip("OPENQASM")) return;
  const version = stream.expectKind("number", "a version such as 3.0");
  if (!/^3(\.\d+)?$/.test(version.text))
    throw unsupportedError(version.at, `version ${version.text} is not 3.x.`);
  stream.expect(";");
}

function parseInclude(stream: TokenStream): Statement[] {
  const { at } = stream.expect("include");
  const file = stream.expectKind("text", `"stdgates.inc"`);
  if (file.text !== "stdgates.inc") throw unsupportedError(file.at, `only "stdgates.inc" can be included.`);
  stream.expect(";");
  return [{ kind: "include", at }];
}

function parseInput(stream: TokenStream): Statement[] {
  const { at } = stream.expect("input");
  if (!stream.skip("float") && !stream.skip("angle")) stream.fail("'float' or 'angle'");
  parseSize(stream);
  const { text: name } = stream.expectKind("name", "the name of a parameter");
  stream.expect(";");
  return [{ kind: "input", name, at }];
}

function parseSize(stream: TokenStream): Expression | undefined {
  if (!stream.skip("[")) return undefined;
  const size = parseExpression(stream);
  stream.expect("]");
  return size;
}

const declare =
  (kind: Declaration["kind"]): Parser =>
  (stream) => {
    stream.take();
    const size = parseSize(stream);
    const { text: name, at } = stream.expectKind("name", "the name of a register");
    const declaration: Declaration = { kind, name, ...(size && { size }), at };
    if (kind === "qubits" || !stream.skip("=")) {
      stream.expect(";");
      return [declaration];
    }
    return [declaration, parseMeasureInto(stream, { name, at })];
  };

/** The form of OpenQASM 2, size after the name. */
const declareOld =
  (kind: Declaration["kind"]): Parser =>
  (stream) => {
    stream.take();
    const { text: name, at } = stream.expectKind("name", "the name of a register");
    const size = parseSize(stream);
    stream.expect(";");
    return [{ kind, name, ...(size && { size }), at }];
  };

function parseMeasureInto(stream: TokenStream, target: ReturnType<typeof parseOperand>): Statement {
  const { at } = stream.expect("measure");
  const source = parseOperand(stream);
  stream.expect(";");
  return { kind: "measure", source, target, at };
}

function parseMeasureArrow(stream: TokenStream): Statement[] {
  const { at } = stream.expect("measure");
  const source = parseOperand(stream);
  stream.expect("->");
  const target = parseOperand(stream);
  stream.expect(";");
  return [{ kind: "measure", source, target, at }];
}

function parseReset(stream: TokenStream): Statement[] {
  const { at } = stream.expect("reset");
  const operand = parseOperand(stream);
  stream.expect(";");
  return [{ kind: "reset", operand, at }];
}

function parseBarrier(stream: TokenStream): Statement[] {
  const { at } = stream.expect("barrier");
  const operands = stream.sees(";") ? [] : stream.list(() => parseOperand(stream));
  stream.expect(";");
  return [{ kind: "barrier", operands, at }];
}

const parsers: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ["include", parseInclude],
  ["input", parseInput],
  ["qubit", declare("qubits")],
  ["bit", declare("bits")],
  ["qreg", declareOld("qubits")],
  ["creg", declareOld("bits")],
  ["gate", (stream) => [parseGateDefinition(stream)]],
  ["measure", parseMeasureArrow],
  ["reset", parseReset],
  ["barrier", parseBarrier],
]);

function parseStatement(stream: TokenStream, assigned: ReadonlySet<string>): Statement[] {
  const { kind, text, at } = stream.next;
  if (kind !== "name") stream.fail("a statement");
  if (outside.has(text)) throw unsupportedError(at, `'${text}' is outside of the subset that is read.`);
  const parse = parsers.get(text);
  if (parse) return parse(stream);
  if (!assigned.has(text)) return [parseGateCall(stream)];
  const target = parseOperand(stream);
  stream.expect("=");
  return [parseMeasureInto(stream, target)];
}

/**
 * The statements of a program.
 * @throws QT_QUANTUM_QASM_SYNTAX, QT_QUANTUM_QASM_UNSUPPORTED, QT_QUANTUM_TOO_LARGE
 */
export function parseProgram(source: string): readonly Statement[] {
  const stream = new TokenStream(source);
  const statements: Statement[] = [];
  // A statement that starts with the name of bits is an assignment, with any other name a gate.
  const bits = new Set<string>();
  parseVersion(stream);
  while (stream.next.kind !== "end")
    for (const statement of parseStatement(stream, bits)) {
      if (statement.kind === "bits") bits.add(statement.name);
      statements.push(statement);
    }
  return statements;
}
