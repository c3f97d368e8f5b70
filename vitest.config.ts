import { defineConfig } from "vitest/config";

const all = process.env.QTWIN_TESTS === "all";

export default defineConfig({
  test: {
    include: [
      "{packages,apps,sites}/*/src/**/*.test.ts",
      "{bench,tools}/**/*.test.ts",
      ...(all ? ["e2e/**/*.e2e.ts"] : []),
    ],
    exclude: ["**/node_modules/**", "**/dist/**", ...(all ? [] : ["**/*.slow.test.ts"])],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
