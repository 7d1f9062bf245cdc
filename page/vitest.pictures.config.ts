import { defineConfig } from "vitest/config";

/** What takes the pictures of `docs/pictures`: no test of the page, run by `make pictures` alone. */
export default defineConfig({
  test: { include: ["tests/pictures/take.ts"], fileParallelism: false, testTimeout: 300_000, hookTimeout: 180_000 },
});
