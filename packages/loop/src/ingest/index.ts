export { type Change, type ChangeKind, changeKinds } from "./changes.ts";
export * from "./errors.ts";
export type { IngestCounters } from "./pipeline.ts";
export { createPipeline, type Pipeline, type PipelineOptions } from "./pipeline.ts";
export * from "./run-ingest.ts";
