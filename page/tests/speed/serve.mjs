import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".webp": "image/webp", ".wasm": "application/wasm" };

/** Serve a folder under /page/ on a loopback port of the system's choice; and, if there is one, the world's pictures. */
export async function serve(folder, worldFolder = "") {
  const server = createServer(async (request, answer) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    const [root, rest] = path.startsWith("/world/") ? [worldFolder, path.slice(7)] : [folder, path.replace(/^\/page\//, "")];
    try {
      const body = await readFile(join(root, rest === "" ? "index.html" : rest));
      answer.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "text/html" }).end(body);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, address: `http://127.0.0.1:${server.address().port}` };
}
