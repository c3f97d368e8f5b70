export * from "./client.ts";
export * from "./errors.ts";
export * from "./openapi.ts";
export * from "./problem.ts";
export * from "./route.ts";
export * from "./routes.ts";
export * from "./schema/index.ts";
