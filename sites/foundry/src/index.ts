export * from "./billing/record.ts";
export * from "./errors.ts";
export * from "./foundry.ts";
export * from "./market/load-market.ts";
export * from "./market/market.ts";
export * from "./physics/messages.ts";
export type * from "./physics/state.ts";
export * from "./plant-data.ts";
export * from "./plant-model.ts";
