export * from "./arbitrary-model.ts";
export * from "./exhaustive.ts";
