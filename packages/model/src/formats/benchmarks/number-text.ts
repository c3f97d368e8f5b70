import { FloatColumn, IntColumn } from "../../growing.ts";

/** The words of a text by their place; a word that is no finite decimal number has the value NaN. */
export interface NumberText {
  readonly count: number;
  readonly value: Float64Array;
  /** Position of the first character. */
  readonly offset: Int32Array;
  /** Counts from 1. */
  readonly line: Int32Array;
}

const [newLine, carriageReturn, hash, plus, minus, zero, nine] = [10, 13, 35, 43, 45, 48, 57];
/** So many digits are always exact in a double. */
const exactDigits = 15;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Splits a text at white space, in one pass; lines that start with `#` are left out. */
export function numberText(text: string): NumberText {
  const value = new FloatColumn(text.length >> 2);
  const offset = new IntColumn(text.length >> 2);
  const lines = new IntColumn(text.length >> 2);
  let line = 1;
  let lineIsEmpty = true;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === newLine || code === carriageReturn) {
      at += code === carriageReturn && text.charCodeAt(at + 1) === newLine ? 2 : 1;
      line++;
      lineIsEmpty = true;
    } else if (isBlank(code)) at++;
    else if (code === hash && lineIsEmpty) at = lineEnd(text, at);
    else {
      const end = wordEnd(text, at);
      value.push(numberIn(text, at, end));
      offset.push(at);
      lines.push(line);
      lineIsEmpty = false;
      at = end;
    }
  }
  return { count: value.length, value: value.trimmed(), offset: offset.trimmed(), line: lines.trimmed() };
}

const isBlank = (code: number): boolean => code <= 32 || code === 160 || code === 0xfeff;

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBlank(text.charCodeAt(at))) at++;
  return at;
}

function lineEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === newLine || code === carriageReturn) break;
  }
  return at;
}

function numberIn(text: string, from: number, to: number): number {
  const sign = text.charCodeAt(from);
  const first = sign === minus || sign === plus ? from + 1 : from;
  let sum = 0;
  let at = first;
  for (; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code < zero || code > nine) break;
    sum = sum * 10 + (code - zero);
  }
  const isShort = at > first && at - first <= exactDigits;
  if (at === to && isShort) return sign === minus ? 0 - sum : sum;
  return decimalIn(text.slice(from, to));
}

function decimalIn(word: string): number {
  const number = decimal.test(word) ? Number(word) : Number.NaN;
  return Number.isFinite(number) ? number + 0 : Number.NaN;
}
