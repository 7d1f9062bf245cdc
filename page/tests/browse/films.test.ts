import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, openWindow, type Window } from "./browser";
import { MACHINES, PATIENCE_MS } from "./drive";
import { openHouse, type House } from "./house";

/** What needs no seat: the two opening minutes, the watch officer's alert, a replay and a what-if of it. */
describe.each(MACHINES)("films, %s", (machine) => {
  let browser: Browser;
  let house: House;

  beforeAll(async () => {
    house = await openHouse("play", ["--no-open"]);
    browser = await launch(machine);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  async function visit(path: string, look: (window: Window) => Promise<void>): Promise<void> {
    const window = await openWindow(browser, new URL(path, house.url).href);
    await look(window);
    expect(window.faults).toEqual([]);
    await window.context.close();
  }

  test("the morning is shown from both sides, and begins anew under another agreement", () =>
    visit("/watch", async ({ page }) => {
      const clock = page.locator(".clock .now").first();
      const before = await moved(clock);
      expect(before).toMatch(/T\+\d/);
      await page.getByRole("radio").first().check();
      await page.locator(".agreement-row .is-chosen").first().waitFor();
      await moved(clock);
      expect(await page.locator(".pane, .side").count()).toBeGreaterThanOrEqual(2);
    }));

  test("the tour tells it, and can be left", () =>
    visit("/watch?tour", async ({ page }) => {
      await page.locator("main.watch").waitFor();
      await moved(page.locator(".clock .now").first());
    }));

  test("the watch officer decides, then is told what it was and whether the seal fits", () =>
    visit("/officer", async ({ page }) => {
      const begin = page.locator(".officer-card .go");
      await begin.waitFor({ timeout: PATIENCE_MS });
      const seal = await page.locator(".seal").innerText();
      await begin.click();
      await page.locator(".desk .timer [role=timer], .desk .timer .before").first().waitFor();
      await page.locator(".desk .timer [role=timer]").waitFor({ timeout: PATIENCE_MS });
      await page.keyboard.press("a");
      await page.locator(".call-log li").first().waitFor({ timeout: PATIENCE_MS });
      await page.keyboard.press("v");
      await page.locator(".call-log .go").click({ timeout: PATIENCE_MS });
      await page.locator(".call-log").waitFor({ state: "detached", timeout: PATIENCE_MS });
      const shown = await page.locator("main").innerText();
      expect(shown).toContain(/[0-9a-f]{64}/.exec(seal)?.[0] ?? "a seal of 64 hex digits");
    }));

  test("a replay goes to a moment, and otherwise from there", () =>
    visit("/replay", async ({ page }) => {
      const bar = page.locator(".time-bar input[type=range]");
      await page.locator(".pane select").first().waitFor({ timeout: PATIENCE_MS });
      await expect.poll(() => page.locator(".pane .said").count(), { timeout: PATIENCE_MS }).toBe(2);
      await bar.focus();
      await bar.fill("480000");
      await expect.poll(() => page.locator(".clock .now").innerText(), { timeout: PATIENCE_MS }).toBe("T+8:00");
      await expect.poll(() => page.locator(".pane .said").first().innerText(), { timeout: PATIENCE_MS }).toContain("8:00");
      await page.locator(".otherwise select").first().selectOption("none");
      await page.locator(".otherwise .go").click();
      await expect.poll(() => page.locator(".pane .state").nth(1).innerText(), { timeout: PATIENCE_MS }).toContain("none");
      await bar.fill("540000");
      await expect.poll(() => page.locator(".pane .said").nth(1).innerText(), { timeout: 2 * PATIENCE_MS }).toContain("9:00");
    }));
});

/** Wait until a clock shows another time than it does. */
async function moved(clock: ReturnType<Window["page"]["locator"]>): Promise<string> {
  await clock.waitFor({ timeout: PATIENCE_MS });
  const before = await clock.innerText();
  await expect.poll(() => clock.innerText(), { timeout: PATIENCE_MS }).not.toBe(before);
  return clock.innerText();
}
