export * from "./contract.ts";
export * from "./plan-bands.ts";
export * from "./reporting.ts";
