export * from "./facts.ts";
export * from "./plant-values.ts";
