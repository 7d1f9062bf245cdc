/**
 * Script time of the flat map: 300 tracks, 1 Hz, every layer, the whole world.  Start the stories (see
 * vite.config.ts), then `node tests/stories/measure.mjs`.  It prints processor time of script for each second of
 * exercise, from taking the tick to the last stroke; what the browser then paints below is not script.
 */
import { chromium } from "playwright-core";

const TICKS = 120;
const address = "http://127.0.0.1:8291/tests/stories/map.html?node=birch&at=900&tracks=300&view=world";
const flags = ["--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
await page.goto(address);
await page.waitForTimeout(2_000);

const devtools = await page.context().newCDPSession(page);
await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
const scriptMs = async () => {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return 1_000 * metrics.find((one) => one.name === "ScriptDuration").value;
};

const times = [];
for (let i = 0; i < TICKS; i += 1) {
  const before = await scriptMs();
  await page.evaluate(() => {
    window.tick();
    return new Promise((done) => setTimeout(done, 150));
  });
  times.push((await scriptMs()) - before);
}
const sorted = times.slice(20).sort((a, b) => a - b);
const at = (share) => sorted[Math.floor(share * sorted.length)].toFixed(1);
console.log(`script time of a second with 300 tracks: median ${at(0.5)} ms, p95 ${at(0.95)} ms`);
await browser.close();
