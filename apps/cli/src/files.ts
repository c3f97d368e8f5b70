import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { type Model, type ModelFormat, parseModel } from "@qtwin/model";
import { cliError } from "./errors.ts";

/**
 * @param path a file, or `FILE#KEY` for one problem of a file that holds several
 * @throws QT_CLI_FILE_NOT_FOUND, QT_CLI_FILE_DENIED, QT_CLI_FILE_FAILED and what `parseModel` throws
 */
export function readModelFile(path: string, format?: ModelFormat): Model {
  const [, file = path, problem] = existsSync(path) ? [] : (/^(.*)#([^#]*)$/s.exec(path) ?? []);
  const bytes = onFile(file, () => readFileSync(file));
  return parseModel(bytes, file, format, problem === undefined ? {} : { problem });
}

/** @throws QT_CLI_FILE_NOT_FOUND, QT_CLI_FILE_DENIED, QT_CLI_FILE_FAILED */
export const readTextFile = (path: string): string => onFile(path, () => readFileSync(path, "utf8"));

/** @throws QT_CLI_FILE_NOT_FOUND, QT_CLI_FILE_DENIED, QT_CLI_FILE_FAILED */
export function writeTextFile(path: string, text: string): void {
  writeBytesFile(path, Buffer.from(text));
}

/** @throws QT_CLI_FILE_NOT_FOUND, QT_CLI_FILE_DENIED, QT_CLI_FILE_FAILED */
export function writeBytesFile(path: string, bytes: Uint8Array): void {
  onFile(path, () => writeFileSync(path, bytes));
}

/**
 * Removes a plain file, never a device or a folder.
 * @returns whether there was one
 * @throws QT_CLI_FILE_DENIED, QT_CLI_FILE_FAILED
 */
export function removeFile(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  onFile(path, () => rmSync(path));
  return true;
}

function onFile<T>(path: string, use: () => T): T {
  try {
    return use();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOENT") throw cliError("QT_CLI_FILE_NOT_FOUND", `There is no '${path}'.`, path, cause);
    if (code === "EACCES" || code === "EPERM" || code === "EROFS")
      throw cliError("QT_CLI_FILE_DENIED", `'${path}' may not be used.`, path, cause);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw cliError("QT_CLI_FILE_FAILED", `'${path}' cannot be used: ${reason}`, path, cause);
  }
}
