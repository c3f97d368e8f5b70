export * from "./error-bands.ts";
export * from "./forecast.ts";
export * from "./model-error.ts";
export * from "./quantiles.ts";
export * from "./scenario-tree.ts";
export * from "./scenarios.ts";
export * from "./scores.ts";
export * from "./seasonal-naive.ts";
