import { QtwinError } from "@qtwin/core";
import { storeErrors } from "./errors.ts";

/** SQLSTATE of the errors our own triggers raise. */
export const appendOnlyState = "QT001";

const networkCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/**
 * The one converter from what the database or its driver throws.
 * @param where host and port, never with a password
 */
export function toStoreError(thrown: unknown, where: string): QtwinError {
  if (thrown instanceof QtwinError) return thrown;
  const {
    code = "",
    message = String(thrown),
    table = "",
  } = thrown as {
    code?: string;
    message?: string;
    table?: string;
  };
  if (code === appendOnlyState) return storeErrors.appendOnly(table || message, thrown);
  if (code === "53100" || message.includes("No space left on device"))
    return storeErrors.diskFull(where, thrown);
  if (code === "28P01" || code === "28000" || message.includes("password must be a string")) {
    return storeErrors.wrongPassword(where, thrown);
  }
  if (code === "3D000") return storeErrors.noDatabase(where, thrown);
  if (code === "25006") return storeErrors.readOnly(where, thrown);
  if (code === "40001" || code === "40P01" || code === "57014" || code === "55P03")
    return storeErrors.busy(thrown);
  if (networkCodes.has(code) || /^(08|57P0|53)/.test(code) || isConnectionMessage(message)) {
    return storeErrors.away(where, thrown);
  }
  return storeErrors.unexpected(message, thrown);
}

const isConnectionMessage = (message: string): boolean =>
  /connection terminated|connection timeout|timeout exceeded when trying to connect|client has encountered a connection error|client was closed/i.test(
    message,
  );
