import { defineConfig } from "vitest/config";

/** Tests that drive a real browser against a real server: one file at a time, on one machine of two cores. */
export default defineConfig({
  test: {
    include: ["tests/browse/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
