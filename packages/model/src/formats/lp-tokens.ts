import type { Place } from "./source.ts";

export type TokenKind = "number" | "name" | "operator" | "colon" | "comparison" | "bracket" | "section";

export interface Token {
  readonly kind: TokenKind;
  /** Comparisons are `<=`, `>=` or `=`; sections the word of `sectionOf`. */
  readonly text: string;
  readonly place: Place;
}

/** Section words, each at the start of a line only: elsewhere they are names. */
const sectionWords: readonly (readonly [RegExp, string])[] = [
  [/^(maximize|maximum|maximise|max)(?=$|[\s:])/i, "maximize"],
  [/^(minimize|minimum|minimise|min)(?=$|[\s:])/i, "minimize"],
  [/^(subject\s+to|such\s+that|s\.t\.|st\.?)(?=$|\s)/i, "rows"],
  [/^(bounds?)(?=$|\s)/i, "bounds"],
  [/^(generals?|gen|integers?|int)(?=$|\s)/i, "integers"],
  [/^(binaries|binary|bin)(?=$|\s)/i, "binaries"],
  [
    /^(semi-continuous|semis?|sos[12]?|lazy\s+constraints|user\s+cuts|pwlobj|general\s+constraints?)(?=$|\s)/i,
    "unsupported",
  ],
  [/^(end)(?=$|\s)/i, "end"],
];

/** Most lines start with none of them, and then nothing else needs to be tried. */
const sectionStart = /^(max|min|subject|such|s\.t|st|bound|gen|int|bin|semi|sos|lazy|user|pwl|end)/i;

/** Characters a name may hold; it starts with no digit and no period. */
export const lpNamePattern = /[A-Za-z!"#$%&(),;?@_'`{}~|][A-Za-z0-9!"#$%&(),;?@_'`{}~|.]*/;

const tokenPatterns: readonly (readonly [RegExp, TokenKind])[] = [
  [/(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y, "number"],
  [new RegExp(lpNamePattern, "y"), "name"],
  [/<=|=<|>=|=>|<|>|=/y, "comparison"],
  [/[[\]^*/]|->/y, "bracket"],
  [/[+-]/y, "operator"],
  [/:/y, "colon"],
];

export interface LpText {
  readonly tokens: readonly Token[];
  readonly comments: readonly (readonly [text: string, place: Place])[];
  /** First character that belongs to nothing. */
  readonly stray?: { readonly text: string; readonly place: Place };
}

/** Splits CPLEX LP text into words; a backslash starts a comment. */
export function tokenizeLp(text: string): LpText {
  const tokens: Token[] = [];
  const comments: [string, Place][] = [];
  for (const [index, whole] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    const backslash = whole.indexOf("\\");
    const code = backslash < 0 ? whole : whole.slice(0, backslash);
    if (backslash >= 0) comments.push([whole.slice(backslash + 1), { line, column: backslash + 1 }]);
    const column = tokenizeLine(code, line, tokens);
    if (column !== undefined)
      return { tokens, comments, stray: { text: code[column]!, place: { line, column: column + 1 } } };
  }
  return { tokens, comments };
}

/** Appends the tokens of a line; the offset of a character that fits nowhere. */
function tokenizeLine(code: string, line: number, tokens: Token[]): number | undefined {
  let at = code.length - code.trimStart().length;
  const section = sectionAt(code.slice(at), tokens);
  if (section) {
    tokens.push({ kind: "section", text: section.name, place: { line, column: at + 1 } });
    at += section.length;
  }
  while (at < code.length) {
    if (/\s/.test(code[at]!)) {
      at++;
      continue;
    }
    const token = tokenAt(code, at, line);
    if (!token) return at;
    tokens.push(token.token);
    at += token.length;
  }
  return undefined;
}

/** A word that starts a section, unless a colon follows: then it names a row. */
function sectionAt(rest: string, before: readonly Token[]): { name: string; length: number } | undefined {
  if (!sectionStart.test(rest)) return undefined;
  for (const [pattern, name] of sectionWords) {
    const match = pattern.exec(rest);
    if (!match) continue;
    const isRowName = /^\s*:/.test(rest.slice(match[0].length));
    const isContinuation = before.at(-1)?.kind === "operator";
    return isRowName || isContinuation ? undefined : { name, length: match[0].length };
  }
  return undefined;
}

function tokenAt(code: string, at: number, line: number): { token: Token; length: number } | undefined {
  for (const [pattern, kind] of tokenPatterns) {
    pattern.lastIndex = at;
    const match = pattern.exec(code);
    if (!match) continue;
    const text =
      kind === "comparison"
        ? match[0].includes("<")
          ? "<="
          : match[0].includes(">")
            ? ">="
            : "="
        : match[0];
    return { token: { kind, text, place: { line, column: at + 1 } }, length: match[0].length };
  }
  return undefined;
}
