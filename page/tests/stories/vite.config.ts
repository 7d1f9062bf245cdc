/** Serves the stories: `npx vite --config tests/stories/vite.config.ts`, then /tests/stories/map.html. */
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const page = join(dirname(fileURLToPath(import.meta.url)), "../..");
const worlds = join(page, "../src/tocsin/scenario/world");
const cesium = join(page, "../src/tocsin/web/page/cesium");
const TYPES: Readonly<Record<string, string>> = { js: "text/javascript", json: "application/json", geojson: "application/geo+json", webp: "image/webp" };

/** Where maps write the names of nations: the server makes it of the atlas. */
function nations(): string {
  const declared = JSON.parse(readFileSync(join(worlds, "world.geojson"), "utf8")) as { features: Nation[] };
  const features = declared.features
    .filter(({ properties }) => properties.kind === "nation")
    .map(({ properties }) => ({ properties, geometry: { type: "Point", coordinates: [properties.label_lon, properties.label_lat] } }));
  return JSON.stringify({ features });
}

interface Nation {
  properties: { kind: string; label_lon: number; label_lat: number };
}

export default defineConfig({
  root: page,
  base: "/",
  server: { port: 8291, strictPort: true },
  plugins: [
    {
      name: "world",
      configureServer(server) {
        server.middlewares.use("/page/cesium", (request, answer, next) => {
          const place = join(cesium, (request.url ?? "/").split("?")[0] ?? "/"); // as `vite build` has left them
          if (!existsSync(place)) return next();
          answer.setHeader("content-type", TYPES[place.split(".").at(-1) ?? ""] ?? "text/plain");
          createReadStream(place).pipe(answer);
        });
        server.middlewares.use("/world", (request, answer, next) => {
          const file = (request.url ?? "/").split("?")[0] ?? "/";
          const place = join(worlds, "home", file);
          if (file === "/nations.geojson") return void answer.setHeader("content-type", "application/geo+json").end(nations());
          if (!existsSync(place)) return next();
          answer.setHeader("content-type", TYPES[file.split(".").at(-1) ?? ""] ?? "text/plain");
          createReadStream(place).pipe(answer);
        });
      },
    },
  ],
});
