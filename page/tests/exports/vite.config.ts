import { cpSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;
const engine = join(here, "../../node_modules/@cesium/engine");
const built = process.env.TOCSIN_EXPORTS_PAGE ?? join(here, "../../node_modules/.exports");

/** A plain Cesium page, with all of Cesium's own files beside it: what another person's page would be. */
export default defineConfig({
  root: here,
  base: "/page/",
  plugins: [
    {
      name: "all-of-cesium",
      closeBundle() {
        cpSync(join(engine, "Build/Workers"), join(built, "cesium/Workers"), { recursive: true });
        cpSync(join(engine, "Source/Assets"), join(built, "cesium/Assets"), { recursive: true });
      },
    },
  ],
  build: { outDir: built, emptyOutDir: true, chunkSizeWarningLimit: 8000, target: "es2022" },
});
