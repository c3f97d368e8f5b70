import { defineConfig } from "vitest/config";

/**
 * `fast` is `npm test`; `npm run test:all` adds `slow`, which computes, and `alone`, which runs whole platforms and kills
 * processes against plant time: two of those at once on two cores would measure each other.
 */
const chosen = process.env.QTWIN_TESTS ?? "fast";
const fast = ["{packages,apps,sites}/*/src/**/*.test.ts", "{bench,tools}/**/*.test.ts"];
const slow = ["{packages,sites}/*/src/**/*.slow.test.ts", "bench/**/*.slow.test.ts"];
const alone = [
  "packages/{connectors,loop,store}/src/**/*.slow.test.ts",
  "apps/*/src/**/*.slow.test.ts",
  "e2e/**/*.e2e.ts",
];

const excluded = chosen === "fast" ? ["**/*.slow.test.ts"] : chosen === "slow" ? alone : [];

export default defineConfig({
  test: {
    include: chosen === "alone" ? alone : chosen === "slow" ? slow : fast,
    exclude: ["**/node_modules/**", "**/dist/**", ...excluded],
    pool: "forks",
    maxWorkers: chosen === "alone" ? 1 : 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Real peers on a busy CI machine: one more try, and the report says which test took it.
    retry: process.env.CI === "true" ? 1 : 0,
  },
});
