import type { Model } from "../../model.ts";
import { defineFormat } from "../format.ts";
import type { Source } from "../source.ts";
import { printFlexibleShop, readFlexibleShop } from "./fjsp.ts";
import { firstMachine, isTime, machinesFor } from "./machine-numbers.ts";
import { detectByReading, NumberReader, nameOfFile } from "./number-reader.ts";
import { lineOf, notWritable } from "./own-form.ts";
import { impossibleSetup, operationCount, type Shop } from "./shop.ts";
import { shopFromModel } from "./shop-from-model.ts";
import { shopModel } from "./shop-model.ts";

/**
 * Reads a flexible job shop with setup times: as `fjsp`, then for each machine in turn a square matrix over all
 * operations in order, the setup time on it when one operation directly follows another (row: before, column: after).
 * 1000000 stands for pairs that cannot occur; the diagonal is not used. Nothing is set up before the first operation of a
 * machine, and a setup may run before the job arrives. Machines are numbered from 1 unless a 0 occurs.
 * @throws QT_MODEL_SYNTAX
 */
export function parseFjspSdst(source: Source): Model {
  const shop = readShopWithSetups(new NumberReader(source));
  return shopModel(shop, "flexible", { name: nameOfFile(source), fileName: source.fileName });
}

function readShopWithSetups(reader: NumberReader): Shop {
  const { shop, machines } = readFlexibleShop(reader);
  const size = operationCount(shop);
  const setup = new Map<number, Float64Array>();
  for (let each = 0; each < machines; each++) {
    const from = reader.at;
    const times = reader.numbers(size * size, `the setup times of machine ${each + 1} of ${machines}`);
    const wrong = times.findIndex((time) => !isTime(time));
    if (wrong >= 0) throw reader.wrong("a setup time, a whole number of at least 0", from + wrong);
    setup.set(each + firstMachine(shop), times);
  }
  reader.end();
  return { ...shop, setup };
}

/** @throws QT_MODEL_NOT_WRITABLE when the model is not of the form `parseFjspSdst` makes */
export function printFjspSdst(model: Model): string {
  const format = "a flexible job shop with setup times";
  const shop = shopFromModel(model, "flexible", format);
  if (!shop.setup) throw notWritable(model, format, "it has no setup times.", "Write fjsp.");
  const size = operationCount(shop);
  const unused = new Float64Array(size * size).fill(impossibleSetup);
  const blocks: string[] = [];
  for (let each = 0; each < machinesFor(shop); each++) {
    const matrix = shop.setup.get(each + firstMachine(shop)) ?? unused;
    for (let row = 0; row < size; row++) blocks.push(lineOf(matrix.subarray(row * size, (row + 1) * size)));
  }
  return `${printFlexibleShop(shop)}\n${blocks.join("\n")}\n`;
}

export default defineFormat({
  id: "fjsp-sdst",
  title: "flexible job shop with setup times",
  extensions: [".fjs"],
  detect: (source) => detectByReading(source, [2, 3], readShopWithSetups),
  parse: parseFjspSdst,
  print: printFjspSdst,
});
