export * from "./check-site.ts";
export * from "./clock-epoch.ts";
export * from "./endpoints.ts";
export * from "./load-site.ts";
export * from "./paths.ts";
export type { ApprovalPolicy, AssetMode, SimulatedPlant, SiteFile } from "./schema.ts";
export { assetModes } from "./schema.ts";
export type * from "./site.ts";
