import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch } from "./browser";
import { PATIENCE_MS, playUntil, post, setSpeed, sit } from "./drive";
import { openHouse, type House } from "./house";

const SLOWER = 4; // times, besides drawing by software: below ten frames a second

let browser: Browser;
let house: House;

beforeAll(async () => {
  house = await openHouse("play", ["--no-open"]);
  browser = await launch("webgl");
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

test("a globe that draws too slowly gives way to the flat map, and says so", async () => {
  const { page, faults, context } = await sit(browser, house, "Play Birch");
  await post(page, "/startex");
  await playUntil(page, ".event");
  await setSpeed(page, 10);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.getByText("frames a second").first().waitFor({ timeout: 2 * PATIENCE_MS });
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  expect(await page.locator(".event").count()).toBeGreaterThan(0);
  expect(faults).toEqual([]);
});

test("a globe whose server is gone before it has asked for everything is drawn all the same", async () => {
  const { page, faults } = await sit(browser, house, "Play Alder");
  await page.route("**/cesium/Assets/**", (route) => route.abort());
  const asked = page.waitForRequest(/cesium\/Assets/, { timeout: PATIENCE_MS });
  await page.reload();
  await asked;
  await page.locator(".map-panel canvas").first().waitFor({ timeout: PATIENCE_MS });
  await page.waitForTimeout(2000); // what nobody hears of is told a little later
  expect(faults.filter((fault) => fault.startsWith("error:"))).toEqual([]);
});
