import { FloatColumn, IntColumn } from "../../growing.ts";
import type { Model } from "../../model.ts";
import { defineFormat } from "../format.ts";
import type { Source } from "../source.ts";
import fjsp from "./fjsp.ts";
import { machinesFor, readDuration, readMachineNumbers } from "./machine-numbers.ts";
import { detectByReading, NumberReader, nameOfFile } from "./number-reader.ts";
import { jobCount, type Shop } from "./shop.ts";
import { shopFromModel } from "./shop-from-model.ts";
import { shopModel } from "./shop-model.ts";

/**
 * Reads a job shop as JSPLIB writes it: `jobs machines`, then a line a job of pairs `machine duration` in the order of
 * processing; lines that start with `#` are comments. Jobs may differ in length and come back to a machine.
 * @throws QT_MODEL_SYNTAX
 * @see Fisher and Thompson 1963; github.com/tamy0612/JSPLIB
 */
export function parseJsp(source: Source): Model {
  const names = { name: nameOfFile(source), fileName: source.fileName };
  return shopModel(readJobShop(new NumberReader(source)), "job-shop", names);
}

function readJobShop(reader: NumberReader): Shop {
  const jobs = reader.whole("the number of jobs", 1);
  const machines = readMachineNumbers(reader);
  if (reader.line === reader.words.line[0]) throw reader.wrong("a line with two numbers, jobs and machines");
  const jobStart = new IntColumn();
  const machine = new IntColumn(reader.words.count / 2);
  const duration = new FloatColumn(reader.words.count / 2);
  jobStart.push(0);
  for (let job = 1; job <= jobs; job++) {
    if (reader.isAtEnd) throw reader.wrong(`the line of job ${job} of ${jobs}`);
    for (let pairs = Math.ceil(reader.leftOnLine / 2), { line } = reader; pairs > 0; pairs--) {
      machine.push(machines.read(reader));
      if (reader.line !== line) throw reader.wrong("a duration after the machine, on the same line");
      duration.push(readDuration(reader));
    }
    jobStart.push(machine.length);
  }
  reader.end();
  const optionStart = Int32Array.from({ length: machine.length + 1 }, (_, operation) => operation);
  const columns = { machine: machine.trimmed(), duration: duration.trimmed() };
  return { jobStart: jobStart.trimmed(), optionStart, ...columns, setup: null };
}

/** So many lines do not fit together as `fjsp` by accident. */
const fewJobs = 3;

/**
 * Whether it is much more likely a flexible shop: any list of even lines of small numbers can be read as a job shop, but
 * counts of a flexible one fit each line only when they are meant to. One with each machine once a job is no accident either.
 */
function looksFlexible(source: Source): boolean {
  const shop = readJobShop(new NumberReader(source));
  return jobCount(shop) >= fewJobs && !visitsEachMachineOnce(shop) && fjsp.detect(source) === 1;
}

function visitsEachMachineOnce({ jobStart, machine }: Shop): boolean {
  const machines = new Set(machine).size;
  return jobStart.every((to, job) => {
    if (job === 0) return true;
    const visited = machine.subarray(jobStart[job - 1], to);
    return visited.length === machines && new Set(visited).size === machines;
  });
}

/** @throws QT_MODEL_NOT_WRITABLE when the model is not of the form `parseJsp` makes */
export function printJsp(model: Model): string {
  const shop = shopFromModel(model, "job-shop", "a job shop");
  const lines = [`${jobCount(shop)} ${machinesFor(shop)}`];
  for (let job = 0; job < jobCount(shop); job++) {
    const pairs: string[] = [];
    for (let at = shop.jobStart[job]!; at < shop.jobStart[job + 1]!; at++)
      pairs.push(`${shop.machine[at]} ${shop.duration[at]}`);
    lines.push(pairs.join(" "));
  }
  return `${lines.join("\n")}\n`;
}

export default defineFormat({
  id: "jsp",
  title: "job shop (JSPLIB)",
  extensions: [".jsp"],
  detect: (source) => {
    const score = detectByReading(source, [2], readJobShop);
    return score === 1 && looksFlexible(source) ? 0.9 : score;
  },
  parse: parseJsp,
  print: printJsp,
});
