export * from "./bill.ts";
export * from "./day-cost.ts";
export * from "./errors.ts";
export * from "./facts.ts";
export { connectionRoomKw } from "./load.ts";
export * from "./parameters.ts";
export * from "./plant-values.ts";
export { baseline, energy } from "./use-case.ts";
