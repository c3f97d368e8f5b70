export * from "./banding.ts";
export * from "./contract.ts";
export * from "./nominating.ts";
export * from "./plan-bands.ts";
export * from "./reporting.ts";
