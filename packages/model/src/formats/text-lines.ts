import { IntColumn } from "../growing.ts";
import type { Place } from "./source.ts";

/** The same lines, ended by `\n` alone, whichever system wrote them. */
export const plainLineEnds = (text: string): string =>
  text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;

/** Turns offsets in a text into places; the text is looked through when the first place is asked for. */
export class TextLines {
  readonly text: string;
  private starts: Int32Array | undefined;

  /** @param text with plain line ends */
  constructor(text: string) {
    this.text = text;
  }

  placeOf(offset: number): Place {
    const line = this.lineOf(offset);
    return { line, column: offset - this.starts![line - 1]! + 1 };
  }

  /** Counts from 1. */
  lineOf(offset: number): number {
    this.starts ??= lineStarts(this.text);
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }
}

function lineStarts(text: string): Int32Array {
  const starts = new IntColumn(1024);
  starts.push(0);
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts.trimmed();
}
