export * from "./arbitrary-model.ts";
export * from "./arbitrary-structures.ts";
export * from "./benchmark-data.ts";
export * from "./exactness.ts";
export { exampleEvidence } from "./example-evidence.ts";
export * from "./exhaustive.ts";
export * from "./exhaustive-answer.ts";
export * from "./lowering-laws.ts";
export * from "./plain-uncertainty.ts";
