export * from "./basics.ts";
export * from "./events.ts";
export * from "./evidence.ts";
export * from "./proposal.ts";
export * from "./record.ts";
export * from "./session.ts";
export * from "./site.ts";
export * from "./twin.ts";
