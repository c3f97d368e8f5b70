import type { Rewrite } from "./rewrite.ts";
import softRows from "./rewrites/soft-rows.ts";

/** All rewrites, found by their file. */
export const rewrites: readonly Rewrite[] = [softRows];
