export * from "./models.ts";
export * from "./solver-contract.ts";
