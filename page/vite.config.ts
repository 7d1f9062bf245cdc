import { cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "../src/tocsin/web/page");

/** What Cesium loads by itself while it runs: its workers and its tables; nothing of it comes from elsewhere. */
function cesiumFiles(): Plugin {
  const from = join(here, "node_modules/@cesium/engine");
  return {
    name: "cesium-files",
    apply: "build",
    closeBundle() {
      const to = join(built, "cesium");
      mkdirSync(to, { recursive: true });
      cpSync(join(from, "Build/Workers"), join(to, "Workers"), { recursive: true });
      cpSync(join(from, "Build/ThirdParty"), join(to, "ThirdParty"), { recursive: true });
      cpSync(join(from, "Source/Assets"), join(to, "Assets"), { recursive: true });
    },
  };
}

export default defineConfig({
  base: "/page/",
  plugins: [cesiumFiles()],
  build: { outDir: built, emptyOutDir: true, chunkSizeWarningLimit: 6000 },
  server: { proxy: { "^/(?!page/|src/|@|node_modules/)": { target: "http://127.0.0.1:8000", ws: true } } },
  test: { include: ["tests/unit/**/*.test.ts"] },
});
