import { defineConfig } from "vitest/config";

/** `fast` is `npm test`; `slow` is what `npm run test:all` adds; `all` is both. */
const chosen = process.env.QTWIN_TESTS ?? "fast";
const fast = ["{packages,apps,sites}/*/src/**/*.test.ts", "{bench,tools}/**/*.test.ts"];
const slow = ["{packages,apps,sites}/*/src/**/*.slow.test.ts", "bench/**/*.slow.test.ts", "e2e/**/*.e2e.ts"];

export default defineConfig({
  test: {
    include: chosen === "fast" ? fast : chosen === "slow" ? slow : [...fast, ...slow],
    exclude: ["**/node_modules/**", "**/dist/**", ...(chosen === "fast" ? ["**/*.slow.test.ts"] : [])],
    pool: "forks",
    // Slow tests run whole platforms against plant time: two at once on two cores would measure each other.
    maxWorkers: chosen === "slow" ? 1 : 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Real peers on a busy CI machine: one more try, and the report says which test took it.
    retry: process.env.CI === "true" ? 1 : 0,
  },
});
