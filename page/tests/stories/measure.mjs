/**
 * Script time of the flat map: 300 tracks, 1 Hz, every layer.  Start the stories (see vite.config.ts), then
 * `node tests/stories/measure.mjs`; prints milliseconds of script per second of exercise, drawing included.
 */
import { chromium } from "playwright-core";

const address = process.argv[2] ?? "http://127.0.0.1:8291/tests/stories/map.html?node=birch&at=900&tracks=300&view=world";
const flags = ["--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"];
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: flags });
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
await page.addInitScript(() => {
  const real = window.requestAnimationFrame.bind(window);
  window.spent = 0;
  window.requestAnimationFrame = (draw) =>
    real((now) => {
      const begun = performance.now();
      draw(now);
      window.spent += performance.now() - begun;
    });
});
await page.goto(address);
await page.waitForTimeout(1_500);
const times = await page.evaluate(async () => {
  const measured = [];
  for (let i = 0; i < 160; i += 1) {
    window.spent = 0;
    const begun = performance.now();
    window.tick();
    const taken = performance.now() - begun;
    await new Promise((done) => setTimeout(done, 40)); // one frame draws it; messages that move are drawn more often
    measured.push({ all: taken + window.spent, taken });
  }
  return measured.slice(20);
});
const at = (share, name) => times.map((one) => one[name]).sort((a, b) => a - b)[Math.floor(share * times.length)].toFixed(1);
console.log(`taking a tick and making the scene: median ${at(0.5, "taken")} ms, p95 ${at(0.95, "taken")} ms`);
console.log(`with drawing it:                    median ${at(0.5, "all")} ms, p95 ${at(0.95, "all")} ms`);
await browser.close();
