import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const WORTH_IT = new Set([".js", ".mjs", ".css", ".json", ".geojson", ".svg", ".wasm", ".xml"]);
const LEAST_BYTES = 4096;
const MOST_LEFT = 0.9; // of the length: else it is not packed

/** Lay beside every file that gets shorter by it the same packed: the server sends that to browsers over a network. */
export function packed(built: string): Plugin {
  return {
    name: "packed",
    apply: "build",
    enforce: "post",
    closeBundle() {
      for (const name of readdirSync(built, { recursive: true, encoding: "utf8" })) {
        const file = join(built, name);
        if (!WORTH_IT.has(extname(name)) || statSync(file).size < LEAST_BYTES) continue;
        const content = readFileSync(file);
        const short = gzipSync(content, { level: 9 });
        if (short.length < MOST_LEFT * content.length) writeFileSync(`${file}.gz`, short);
      }
    },
  };
}
