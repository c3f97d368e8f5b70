export * from "./forecast.ts";
export * from "./scenarios.ts";
export * from "./scores.ts";
export * from "./seasonal-naive.ts";
