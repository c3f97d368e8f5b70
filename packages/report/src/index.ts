export * from "./document.ts";
export * from "./formats.ts";
