import type { Command } from "commander";
import { cliError } from "./errors.ts";

/** Parser of a number option. @throws QT_CLI_BAD_OPTION */
export function numberOption(name: string, min: number, max = Infinity): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && value >= min && value <= max) return value;
    throw cliError(
      "QT_CLI_BAD_OPTION",
      `${name} is '${text}'; it must be a number from ${min} to ${max}.`,
      name,
    );
  };
}

/** Parser of a whole-number option. @throws QT_CLI_BAD_OPTION */
export function wholeOption(name: string, min: number, max = 2 ** 31 - 1): (text: string) => number {
  const number = numberOption(name, min, max);
  return (text) => {
    const value = number(text);
    if (Number.isInteger(value)) return value;
    throw cliError("QT_CLI_BAD_OPTION", `${name} is '${text}'; it must be a whole number.`, name);
  };
}

/** Parser of an option with a few words. @throws QT_CLI_BAD_OPTION */
export function wordOption<const T extends string>(name: string, words: readonly T[]): (text: string) => T {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found) return found;
    throw cliError("QT_CLI_BAD_OPTION", `${name} is '${text}'; it must be ${words.join(", ")}.`, name);
  };
}

/** Parser of a day such as `2023-05-08`. @throws QT_CLI_BAD_OPTION */
export function dateOption(name: string): (text: string) => string {
  return (text) => {
    const valid = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
    if (valid) return text;
    throw cliError("QT_CLI_BAD_OPTION", `${name} is '${text}'; it must be a date such as 2023-05-08.`, name);
  };
}

/** Parser of an option with words between commas. */
export const listOption = (text: string): readonly string[] => text.split(",").map((word) => word.trim());

/** Which prices and days a bench runs the simulated foundry on: `--zone`, `--from` and `--data`. */
export const blockOptions = (command: Command): Command =>
  command
    .option("--zone <zone>", "bidding zone of the day-ahead prices", "DE")
    .option("--from <date>", "first local day", dateOption("--from"), "2023-05-08")
    .option("--data <dir>", "folder of the public data sets (default: QTWIN_DATA or ../shared/data)");
