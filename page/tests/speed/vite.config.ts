import { join } from "node:path";
import { defineConfig } from "vite";
import { cesiumFiles } from "../../cesium.files";

const here = import.meta.dirname;
const built = process.env.TOCSIN_SPEED_PAGE ?? join(here, "../../node_modules/.speed");

/** The measuring page, built as the real page is: minified, with Cesium's files beside it. */
export default defineConfig({
  root: here,
  base: "/page/",
  plugins: [cesiumFiles(built)],
  build: { outDir: built, emptyOutDir: true, chunkSizeWarningLimit: 6000 },
});
