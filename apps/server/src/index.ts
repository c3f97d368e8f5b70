export { ensureFirstUser, type FirstUser, firstUserName, passwordFile } from "./auth/first-user.ts";
export { fileFailure, serverError } from "./errors.ts";
export { type Home, homeOf, makeHome } from "./home.ts";
export { type LinkOptions, openPlantWriter, releasePlant } from "./plant-link.ts";
export { openBacklog, recordRelease } from "./release.ts";
export { readSecret, writeSecret } from "./secrets.ts";
export { type Owner, ownerOf, ownHome } from "./supervisor/owner-lock.ts";
export { type Platform, type PlatformOptions, startPlatform } from "./supervisor/platform.ts";
export { type OpenDatabase, type OpenStore, withDatabase, withStore } from "./with-store.ts";
