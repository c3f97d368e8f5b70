export * from "./contract.ts";
export * from "./reporting.ts";
export * from "./plan-bands.ts";
