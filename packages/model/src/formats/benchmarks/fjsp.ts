import { FloatColumn, IntColumn } from "../../growing.ts";
import type { Model } from "../../model.ts";
import { defineFormat } from "../format.ts";
import type { Source } from "../source.ts";
import { machinesFor, readDuration, readMachineNumbers } from "./machine-numbers.ts";
import { detectByReading, NumberReader, nameOfFile } from "./number-reader.ts";
import { notWritable } from "./own-form.ts";
import { jobCount, optionsOf, type Shop } from "./shop.ts";
import { shopFromModel } from "./shop-from-model.ts";
import { shopModel } from "./shop-model.ts";

/**
 * Reads a flexible job shop: `jobs machines`, perhaps with the mean number of machines an operation, then for each job
 * its number of operations, and for each operation the number of its machines and a pair `machine duration` for each.
 * @throws QT_MODEL_SYNTAX
 * @see Brandimarte 1993; Hurink, Jurisch and Thole 1994
 */
export function parseFjsp(source: Source): Model {
  const reader = new NumberReader(source);
  const { shop } = readFlexibleShop(reader);
  reader.end();
  return shopModel(shop, "flexible", { name: nameOfFile(source), fileName: source.fileName });
}

/** Up to the end of the last job. */
export function readFlexibleShop(reader: NumberReader): { readonly shop: Shop; readonly machines: number } {
  const { line } = reader;
  const jobs = reader.whole("the number of jobs", 1);
  const machines = readMachineNumbers(reader);
  if (reader.line === line) reader.number("the mean number of machines an operation");
  if (reader.line === line) throw reader.wrong("the first job on a line of its own");
  const columns = { optionStart: new IntColumn(), machine: new IntColumn(), duration: new FloatColumn() };
  const jobStart = new IntColumn();
  for (let job = 0; job < jobs; job++) {
    jobStart.push(columns.optionStart.length);
    const operations = reader.whole(`the number of operations of job ${job + 1}, at least 1`, 1);
    for (let left = operations; left > 0; left--) {
      columns.optionStart.push(columns.machine.length);
      const from = columns.machine.length;
      for (let options = reader.whole("a number of machines, at least 1", 1); options > 0; options--) {
        const machine = machines.read(reader);
        if (columns.machine.data.subarray(from, columns.machine.length).includes(machine))
          throw reader.wrong("each machine of an operation once", reader.at - 1);
        columns.machine.push(machine);
        columns.duration.push(readDuration(reader));
      }
    }
  }
  jobStart.push(columns.optionStart.length);
  columns.optionStart.push(columns.machine.length);
  const shop = {
    jobStart: jobStart.trimmed(),
    optionStart: columns.optionStart.trimmed(),
    machine: columns.machine.trimmed(),
    duration: columns.duration.trimmed(),
    setup: null,
  };
  return { shop, machines: machines.count };
}

/** @throws QT_MODEL_NOT_WRITABLE when the model is not of the form `parseFjsp` makes */
export function printFjsp(model: Model): string {
  const shop = shopFromModel(model, "flexible", "a flexible job shop");
  if (!shop.setup) return printFlexibleShop(shop);
  throw notWritable(model, "a flexible job shop", "it has setup times.", "Write fjsp-sdst.");
}

export function printFlexibleShop(shop: Shop): string {
  const lines = [`${jobCount(shop)} ${machinesFor(shop)}`];
  for (let job = 0; job < jobCount(shop); job++) {
    const [from, to] = [shop.jobStart[job]!, shop.jobStart[job + 1]!];
    const words = [to - from];
    for (let operation = from; operation < to; operation++) {
      const options = optionsOf(shop, operation);
      words.push(options.length);
      for (const option of options) words.push(shop.machine[option]!, shop.duration[option]!);
    }
    lines.push(words.join(" "));
  }
  return `${lines.join("\n")}\n`;
}

export default defineFormat({
  id: "fjsp",
  title: "flexible job shop",
  extensions: [".fjs", ".fjsp"],
  detect: (source) =>
    detectByReading(source, [2, 3], (reader) => {
      readFlexibleShop(reader);
      reader.end();
    }),
  parse: parseFjsp,
  print: printFjsp,
});
