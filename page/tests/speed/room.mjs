/**
 * How soon a visitor has decided something, how soon a room is there and how much its stream sends, as JSON on one line.
 *
 * `node tests/speed/room.mjs http://127.0.0.1:PORT/`: an open house that runs nothing yet.
 */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const LISTEN_MS = 20_000;
const SPEED = 10;
const PROGRAMS = [process.env.CHROMIUM ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const executablePath = PROGRAMS.find((path) => path !== "" && existsSync(path));
if (executablePath === undefined) {
  console.log(JSON.stringify({}));
  process.exit(0);
}
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-quic", "--disable-gpu", "--disable-3d-apis"] });
const page = await browser.newPage({ viewport: { width: 1366, height: 768 }, locale: "en-GB" });
let bytes = 0;
page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => (bytes += payload.length)));
await page.goto(process.argv[2]);
const post = (path, body) =>
  page.evaluate(([where, what]) => fetch(where, { method: "POST", headers: { "content-type": "application/json" }, body: what }).then(({ status }) => status), [path, JSON.stringify(body)]);

/** From the address to a decision of the visitor's own: looking on until the hook is ripe, then the watch officer's alert. */
async function decided() {
  const begunMs = performance.now();
  await page.goto(new URL("/watch", process.argv[2]).href);
  await page.locator(".hook.is-ripe").waitFor({ timeout: 300_000 });
  const ripeMs = performance.now();
  await page.locator(".hook .go").click();
  await page.locator(".officer-card .go").click({ timeout: 120_000 });
  await page.locator(".desk .timer [role=timer]").waitFor({ timeout: 120_000 });
  await page.keyboard.press("v");
  await page.locator(".call-log .go").waitFor({ timeout: 120_000 });
  return [ripeMs - begunMs, performance.now() - begunMs];
}

const [hookMs, decidedMs] = await decided();
await post("/welcome", { as: "birch" });

/** From the address to boards that the stream has filled. */
async function opened() {
  const begunMs = performance.now();
  await page.goto(new URL("/room", process.argv[2]).href);
  await page.locator(".link-state.is-live").waitFor();
  return performance.now() - begunMs;
}

const coldMs = await opened();
const warmMs = await opened();
await post("/startex", {});
await post("/clock", { do: "speed", speed_ratio: 60 });
await page.locator(".event").first().waitFor({ timeout: 120_000 });
await post("/clock", { do: "speed", speed_ratio: SPEED });
bytes = 0;
await page.waitForTimeout(LISTEN_MS);
console.log(JSON.stringify({ hook_s: hookMs / 1e3, decided_s: decidedMs / 1e3, room_cold_s: coldMs / 1e3, room_warm_s: warmMs / 1e3, stream_kb_per_exercise_s: bytes / 1e3 / (LISTEN_MS / 1e3) / SPEED }));
await browser.close();
