export * from "./answer.ts";
export * from "./model.ts";
