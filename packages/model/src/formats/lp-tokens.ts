import { IntColumn } from "../growing.ts";

/** Kinds of tokens as stored in `LpTokens.kind`. */
export const lp = {
  number: 0,
  name: 1,
  plus: 2,
  minus: 3,
  colon: 4,
  atMost: 5,
  atLeast: 6,
  equal: 7,
  open: 8,
  close: 9,
  power: 10,
  times: 11,
  over: 12,
  arrow: 13,
  /** Sections come last: everything from here on starts one. */
  maximize: 14,
  minimize: 15,
  rows: 16,
  bounds: 17,
  integers: 18,
  binaries: 19,
  unsupported: 20,
  end: 21,
} as const;

/** Section words, each at the start of a line only: elsewhere they are names. */
const sectionWords: readonly (readonly [RegExp, number])[] = [
  [/(maximize|maximum|maximise|max)(?=$|[\s:])/iy, lp.maximize],
  [/(minimize|minimum|minimise|min)(?=$|[\s:])/iy, lp.minimize],
  [/(subject[ \t]+to|such[ \t]+that|s\.t\.|st\.?)(?=$|\s)/iy, lp.rows],
  [/(bounds?)(?=$|\s)/iy, lp.bounds],
  [/(generals?|gen|integers?|int)(?=$|\s)/iy, lp.integers],
  [/(binaries|binary|bin)(?=$|\s)/iy, lp.binaries],
  [
    /(semi-continuous|semis?|sos[12]?|lazy[ \t]+constraints|user[ \t]+cuts|pwlobj|general[ \t]+constraints?)(?=$|\s)/iy,
    lp.unsupported,
  ],
  [/(end)(?=$|\s)/iy, lp.end],
];

/** Most lines start with none of them, and then nothing else needs to be tried. */
const sectionStart = /max|min|subject|such|s\.t|st|bound|gen|int|bin|semi|sos|lazy|user|pwl|end/iy;
const colonAhead = /[ \t]*:/y;

/** Characters a name may hold; it starts with no digit and no period. */
export const lpNamePattern = /[A-Za-z!"#$%&(),;?@_'`{}~|][A-Za-z0-9!"#$%&(),;?@_'`{}~|.]*/;

const space = 1;
const digit = 2;
const nameStart = 4;
/** May follow in a name, besides those that may start one. */
const nameRest = 8;
const classOf = new Uint8Array(128);
for (const blank of " \t\f\v") classOf[blank.charCodeAt(0)] = space;
for (let code = 33; code < 127; code++)
  if (lpNamePattern.test(String.fromCharCode(code))) classOf[code] = nameStart | nameRest;
for (const figure of "0123456789") classOf[figure.charCodeAt(0)] = digit | nameRest;
classOf[".".charCodeAt(0)] = nameRest;

const symbols = new Map<number, number>(
  Object.entries({
    "+": lp.plus,
    "-": lp.minus,
    ":": lp.colon,
    "<": lp.atMost,
    ">": lp.atLeast,
    "=": lp.equal,
    "[": lp.open,
    "]": lp.close,
    "^": lp.power,
    "*": lp.times,
    "/": lp.over,
  }).map(([text, kind]) => [text.charCodeAt(0), kind]),
);
const [newline, backslash, period] = [..."\n\\."].map((text) => text.charCodeAt(0)) as [
  number,
  number,
  number,
];
const [less, greater, equals, bracket, closing] = [..."<>=[]"].map((text) => text.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
];

/** The words of CPLEX LP text in columns; a backslash starts a comment. */
export class LpTokens {
  readonly kind = new IntColumn(1024);
  readonly start = new IntColumn(1024);
  readonly end = new IntColumn(1024);
  /** 1 where a line begins. */
  readonly opensLine = new IntColumn(1024);
  readonly comments: (readonly [text: string, offset: number])[] = [];
  /** Offset of the first character that belongs to nothing. */
  stray: number | undefined;
  private readonly text: string;

  /** @param text with plain line ends */
  constructor(text: string) {
    this.text = text;
    let lineIsNew = true;
    for (let at = 0; at < text.length && this.stray === undefined; ) {
      const code = text.charCodeAt(at);
      if (code === newline) lineIsNew = true;
      if (code === newline || classOf[code] === space || code === 0xfeff || code === 0xa0) at++;
      else if (code === backslash) at = this.comment(at);
      else {
        const opens = lineIsNew ? 1 : 0;
        at = (lineIsNew ? this.section(at) : 0) || this.token(at, code);
        this.opensLine.push(opens);
        lineIsNew = false;
      }
    }
  }

  private comment(at: number): number {
    const found = this.text.indexOf("\n", at);
    const end = found < 0 ? this.text.length : found;
    this.comments.push([this.text.slice(at + 1, end), at]);
    return end;
  }

  /** A word that starts a section, unless a colon follows: then it names a row. @returns its end, 0: none */
  private section(at: number): number {
    sectionStart.lastIndex = at;
    if (!sectionStart.test(this.text)) return 0;
    for (const [pattern, kind] of sectionWords) {
      pattern.lastIndex = at;
      if (!pattern.test(this.text)) continue;
      colonAhead.lastIndex = pattern.lastIndex;
      const before = this.kind.data[this.kind.length - 1];
      const continues = this.kind.length > 0 && (before === lp.plus || before === lp.minus);
      return colonAhead.test(this.text) || continues ? 0 : this.push(kind, at, pattern.lastIndex);
    }
    return 0;
  }

  private token(at: number, code: number): number {
    const { text } = this;
    const follows = text.charCodeAt(at + 1);
    const kindOf = classOf[code] ?? 0;
    if (kindOf & digit || (code === period && (classOf[follows] ?? 0) & digit))
      return this.push(lp.number, at, numberEnd(text, at));
    if (kindOf & nameStart) return this.push(lp.name, at, nameEnd(text, at));
    if (text.startsWith("->", at)) return this.push(lp.arrow, at, at + 2);
    const symbol = symbols.get(code);
    if (symbol === undefined) {
      this.stray = at;
      return at + 1;
    }
    if (code === equals && (follows === less || follows === greater))
      return this.push(symbols.get(follows)!, at, at + 2);
    const isDouble = (code === less || code === greater) && follows === equals;
    return this.push(symbol, at, isDouble ? at + 2 : at + 1);
  }

  private push(kind: number, start: number, end: number): number {
    this.kind.push(kind);
    this.start.push(start);
    this.end.push(end);
    return end;
  }
}

/** Digits, perhaps a period and an exponent; an `e` that no digits follow belongs to the next word. */
function numberEnd(text: string, at: number): number {
  let end = digitsEnd(text, at);
  if (text.charCodeAt(end) === period) end = digitsEnd(text, end + 1);
  const code = text.charCodeAt(end);
  if (code !== 69 && code !== 101) return end;
  const sign = text.charCodeAt(end + 1);
  const from = sign === 43 || sign === 45 ? end + 2 : end + 1;
  const to = digitsEnd(text, from);
  return to > from ? to : end;
}

function digitsEnd(text: string, at: number): number {
  let end = at;
  while ((classOf[text.charCodeAt(end)] ?? 0) & digit) end++;
  return end;
}

/** Some writers leave brackets in names, `x[1,2]`: one that touches a name belongs to it, up to its end. */
function nameEnd(text: string, at: number): number {
  let depth = 0;
  for (let end = at; ; end++) {
    const code = text.charCodeAt(end);
    if (code === bracket) depth++;
    else if (code === closing && depth > 0) depth--;
    else if (depth > 0 ? !(code > 32) : !((classOf[code] ?? 0) & nameRest)) return end;
  }
}
