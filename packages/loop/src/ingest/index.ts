export * from "./run-ingest.ts";
