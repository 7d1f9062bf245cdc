import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { askForNight, askForWorld, world } from "../../src/map/world";
import { get, Refused, UNREACHABLE } from "../../src/server/api";

/** A server that goes away in the middle of every answer. */
const server: Server = createServer((_request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": 1000 });
  response.write('{"features": [');
  setTimeout(() => response.destroy(), 20);
});
const asked: string[] = [];
const unheard: unknown[] = [];
const note = (reason: unknown): number => unheard.push(reason);

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const real = globalThis.fetch;
  vi.stubGlobal("fetch", (path: string, more?: RequestInit) => {
    asked.push(path);
    return real(`http://127.0.0.1:${port}${path}`, more);
  });
  process.on("unhandledRejection", note);
});
afterAll(() => {
  process.off("unhandledRejection", note);
  vi.unstubAllGlobals();
  server.close();
});

test("an order whose answer is cut off was told to nobody who can be reached", async () => {
  const refused = await get("/hot-wash").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refused);
  expect((refused as Refused).status).toBe(UNREACHABLE);
});

test("a world of which only a part comes is done without, and nothing is left that nobody hears", async () => {
  const before = world.value;
  askForWorld();
  askForNight();
  await vi.waitFor(() => expect(asked.filter((path) => path.startsWith("/world/"))).toHaveLength(8));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(unheard).toEqual([]);
  expect(world.value).toBe(before);
});
