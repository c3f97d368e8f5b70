export * from "./connector.ts";
export * from "./measurement.ts";
export * from "./point.ts";
