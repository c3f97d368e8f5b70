export * from "./answer.ts";
export * from "./builder.ts";
export * from "./errors.ts";
export * from "./model.ts";
