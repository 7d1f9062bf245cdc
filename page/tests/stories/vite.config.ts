/** Serves the stories: `npx vite --config tests/stories/vite.config.ts`, then /tests/stories/map.html. */
import { createReadStream, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const page = join(dirname(fileURLToPath(import.meta.url)), "../..");
const declared = join(page, "../src/tocsin/scenario/world/world.geojson");

export default defineConfig({
  root: page,
  base: "/",
  server: { port: 8291, strictPort: true },
  plugins: [
    {
      name: "world-before-it-is-drawn",
      configureServer(server) {
        server.middlewares.use((request, answer, next) => {
          const drawn = join(page, "public", request.url ?? "");
          if (request.url !== "/world/coast.geojson" || existsSync(drawn)) return next();
          answer.setHeader("content-type", "application/geo+json");
          createReadStream(declared).pipe(answer);
        });
      },
    },
  ],
});
