/**
 * How quick the map is, as JSON on one line: script time per frame with drawing stubbed out, and how the page's memory
 * grows in a day.  Script time is the processor's own, so that other work on the machine does not count; the time on
 * the wall stands beside it.  `npm run speed`, or `npm run speed -- --tracks 2000 --seconds 20 --hours 1`.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { build } from "vite";
import { serve } from "./serve.mjs";

const FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const GL = ["--use-gl=angle", "--use-angle=gl-egl", "--ignore-gpu-blocklist", "--js-flags=--expose-gc"];
const DAY_S = 86_400;
const WARM_S = 1_200; // every track has been replaced once: what is made once has been made

const { values } = parseArgs({
  options: {
    tracks: { type: "string", default: "300" },
    messages: { type: "string", default: "2000" },
    seconds: { type: "string", default: "20" },
    hours: { type: "string", default: "1" },
    chromium: { type: "string", default: process.env.TOCSIN_CHROMIUM ?? "/usr/bin/chromium" },
  },
});
const given = Object.fromEntries(["tracks", "messages", "seconds", "hours"].map((name) => [name, Number(values[name])]));

function bytesOf(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function spread(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? null;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

async function heapBytes(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize;
}

/** Script of the page's own, as the browser's trace names it: what runs in it is counted with it. */
const SCRIPT = new Set(["FireAnimationFrame", "TimerFire", "EventDispatch", "FunctionCall", "RunMicrotasks", "EvaluateScript", "MajorGC", "MinorGC"]);

/** Return the outermost pieces of script on the page's main thread, in order; the time is the processor's, not the wall's. */
function pieces(events, thread) {
  const found = events
    .filter((event) => event.ph === "X" && event.tid === thread.tid && event.pid === thread.pid && SCRIPT.has(event.name))
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  let end = 0;
  return found.filter((event) => {
    if (event.ts < end) return false;
    end = event.ts + event.dur;
    return true;
  });
}

/** Sum the script of every frame that drew: from the mark of one frame to the mark of the next. */
function framesOf(events) {
  const marks = events.filter((event) => event.name === "frame drawn" || event.name === "frame idle").sort((a, b) => a.ts - b.ts);
  const script = pieces(events, marks[0]);
  const sums = marks.map((mark) => ({ drew: mark.name === "frame drawn", cpu: 0, wall: 0 }));
  let frame = 0;
  for (const piece of script) {
    while (frame < marks.length && marks[frame].ts < piece.ts) frame += 1;
    const sum = sums[frame]; // a mark tells of what came before it
    if (sum === undefined) break;
    sum.cpu += (piece.tdur ?? piece.dur) / 1_000;
    sum.wall += piece.dur / 1_000;
  }
  return sums.slice(1).filter(({ drew }) => drew);
}

async function frames(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.goto(`${address}/page/?map=globe`);
  await page.waitForFunction(() => "measure" in globalThis);
  await page.evaluate(({ tracks, messages, seconds }) => globalThis.measure.begin(tracks, messages, seconds), given);
  await browser.startTracing(page, { categories: ["devtools.timeline", "blink.user_timing"] });
  await page.evaluate(({ seconds }) => globalThis.measure.frames(seconds), given);
  const trace = JSON.parse((await browser.stopTracing()).toString());
  await page.close();
  const drawn = framesOf(trace.traceEvents);
  return { drawn: drawn.length, script_ms: spread(drawn.map(({ cpu }) => cpu)), script_wall_ms: spread(drawn.map(({ wall }) => wall)) };
}

/** Play `hours` of a day at a small size, after a warm-up; the growth of a whole day is reckoned from it, in proportion. */
async function day(browser, address) {
  const page = await browser.newPage({ viewport: { width: 640, height: 360 } });
  await page.goto(`${address}/page/?map=globe`);
  await page.waitForFunction(() => "measure" in globalThis);
  const play = (fromS, toS) => page.evaluate(([a, b]) => globalThis.measure.day(20, 200, a, b), [fromS, toS]);
  await play(1, WARM_S);
  const before = await heapBytes(page);
  const seconds = given.hours * 3_600;
  await play(WARM_S, WARM_S + seconds);
  const after = await heapBytes(page);
  await page.close();
  const grown = (after - before) / 1e6;
  return { tracks: 20, ticks_played: seconds, heap_mb: before / 1e6, grown_mb: grown, grown_in_a_day_mb: (grown * DAY_S) / seconds, is_extrapolated: seconds < DAY_S };
}

const built = join(import.meta.dirname, "../../node_modules/.speed");
process.env.TOCSIN_SPEED_PAGE = built;
await build({ configFile: join(import.meta.dirname, "vite.config.ts"), logLevel: "error" });
const { server, address } = await serve(built);
const browser = await chromium.launch({ executablePath: values.chromium, headless: true, args: [...FLAGS, ...GL] });
try {
  const result = { marking: "EXERCISE", ...given, cores: availableParallelism(), load: loadavg()[0], page_mb: bytesOf(built) / 1e6, frames: await frames(browser, address), day: given.hours > 0 ? await day(browser, address) : null };
  console.log(JSON.stringify(result));
} finally {
  await browser.close();
  server.close();
}
