export * from "./csv.ts";
export * from "./errors.ts";
export * from "./greatest-divisor.ts";
export * from "./json.ts";
export * from "./local-time.ts";
export * from "./random.ts";
export * from "./time-grid.ts";
export * from "./units.ts";
