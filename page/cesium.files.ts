import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const from = join(dirname(fileURLToPath(import.meta.url)), "node_modules/@cesium/engine");

/** The workers that our globe starts: its ground, and the picking of places on it. */
const WORKERS = ["createVerticesFromHeightmap", "incrementallyBuildTerrainPicker", "transferTypedArrayTest"];
/** How the earth turns, for the one day that the globe is drawn at. */
const TABLES = ["Source/Assets/IAU2006_XYS/IAU2006_XYS_18.json"];

/** Return a worker and all that it imports. */
function withImports(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(join(from, "Build/Workers", name), "utf8");
  for (const [, imported] of text.matchAll(/(?:from|import)\s*\(?"\.\/([^"]+\.js)"/g)) withImports(imported as string, found);
  return found;
}

/** Copy what Cesium loads by itself while it runs, and no more of it; nothing comes from elsewhere. */
export function cesiumFiles(built: string): Plugin {
  return {
    name: "cesium-files",
    apply: "build",
    closeBundle() {
      const workers = [...new Set(WORKERS.flatMap((name) => [...withImports(`${name}.js`)]))];
      for (const file of [...workers.map((name) => `Build/Workers/${name}`), ...TABLES]) {
        const to = join(built, "cesium", file.replace(/^(Build|Source)\//, ""));
        mkdirSync(dirname(to), { recursive: true });
        cpSync(join(from, file), to);
      }
    },
  };
}
