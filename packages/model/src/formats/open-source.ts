import { gunzipSync } from "node:zlib";
import { modelError } from "../errors.ts";
import type { Source } from "./source.ts";

const headLength = 65_536;
/** Bytes that begin a comment in one of the formats: \\ (LP), * (MPS), # and ! (others). */
const commentBytes = new Set(["\\", "*", "#", "!"].map((mark) => mark.charCodeAt(0)));
const newline = 10;

/** A head of so many bytes shows something that is no comment, however long the comments before it are. */
function headEnd(bytes: Uint8Array): number {
  let line = 0;
  while (line < bytes.length && commentBytes.has(bytes[line]!)) {
    const end = bytes.indexOf(newline, line);
    if (end === -1) return bytes.length;
    line = end + 1;
  }
  return Math.max(headLength, line + headLength / 2);
}

/** A file as the formats read it: unpacked when it is gzip, decoded when its text is asked for. @throws QT_MODEL_SYNTAX */
export function openSource(content: Uint8Array | string, fileName: string, problem?: string): Source {
  return typeof content === "string"
    ? new TextSource(content, fileName, problem)
    : new ByteSource(unpacked(content, fileName), fileName, problem);
}

class TextSource implements Source {
  readonly fileName: string;
  readonly text: string;
  declare readonly problem?: string;

  constructor(text: string, fileName: string, problem: string | undefined) {
    this.text = text;
    this.fileName = fileName;
    if (problem !== undefined) this.problem = problem;
  }

  get bytes(): Uint8Array {
    return new TextEncoder().encode(this.text);
  }

  get head(): string {
    const isLong = this.text.length > headLength && commentBytes.has(this.text.charCodeAt(0));
    return this.text.slice(0, isLong ? headEnd(this.bytes) : headLength);
  }
}

class ByteSource implements Source {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  declare readonly problem?: string;
  private decoded: string | undefined;

  constructor(bytes: Uint8Array, fileName: string, problem: string | undefined) {
    this.bytes = bytes;
    this.fileName = fileName;
    if (problem !== undefined) this.problem = problem;
  }

  get text(): string {
    try {
      this.decoded ??= new TextDecoder("utf-8", { fatal: true }).decode(this.bytes);
      return this.decoded;
    } catch {
      throw damaged("The file is no UTF-8 text.", this.fileName);
    }
  }

  get head(): string {
    try {
      const part = this.bytes.subarray(0, headEnd(this.bytes));
      // A character may be cut at the end of the part, and then it is left out.
      return new TextDecoder("utf-8", { fatal: true }).decode(part, { stream: true });
    } catch {
      return "";
    }
  }
}

function unpacked(bytes: Uint8Array, fileName: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch {
    throw damaged("The gzip data are damaged.", fileName);
  }
}

const damaged = (message: string, fileName: string): Error =>
  modelError("QT_MODEL_SYNTAX", message, fileName, "Give a file that is whole, plain or packed with gzip.");
