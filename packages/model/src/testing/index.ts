export * from "./arbitrary-model.ts";
export * from "./arbitrary-structures.ts";
export * from "./exhaustive.ts";
export * from "./lowering-laws.ts";
export * from "./exactness.ts";
