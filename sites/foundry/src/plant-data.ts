import plantJson from "../plant.json" with { type: "json" };
import tariffJson from "../tariff.json" with { type: "json" };

/** A value with its source and confidence becomes the bare value. */
export type Plain<T> = T extends { readonly value: infer Value; readonly unit: string }
  ? Value
  : T extends object
    ? { readonly [Key in keyof T]: Plain<T[Key]> }
    : T;

function plain<T>(node: T): Plain<T> {
  if (Array.isArray(node)) return node.map((item) => plain(item)) as Plain<T>;
  if (node === null || typeof node !== "object") return node as Plain<T>;
  if ("value" in node && "unit" in node) return node.value as Plain<T>;
  return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, plain(item)])) as Plain<T>;
}

/** Values of `plant.json`; units stand in the file and, mostly, in the names. */
export const plant = plain(plantJson);
export type PlantValues = typeof plant;

/** Values of `tariff.json`. */
export const tariff = plain(tariffJson);
export type TariffValues = typeof tariff;

/** Minutes since midnight of a `HH:MM` text. */
export function minuteOfDay(text: string): number {
  const [hour, minute] = text.split(":");
  return Number(hour) * 60 + Number(minute);
}
