import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { cesiumFiles } from "./cesium.files.ts";
import { notices } from "./notices.ts";
import { packed } from "./packed.ts";

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, "../src/tocsin/web/page");

export default defineConfig({
  base: "/page/",
  plugins: [cesiumFiles(built), notices(built), packed(built)],
  build: { outDir: built, emptyOutDir: true, chunkSizeWarningLimit: 6000 },
  server: { proxy: { "^/(?!page/|src/|@|node_modules/)": { target: "http://127.0.0.1:8000", ws: true } } },
  test: { include: ["tests/unit/**/*.test.ts"] },
});
