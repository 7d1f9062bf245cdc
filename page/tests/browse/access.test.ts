import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ORDER_LETTERS } from "../../src/orders/letters";
import { graveFaults as faultsOf } from "./axe";
import { launch, openWindow, type Window } from "./browser";
import { goTo, PATIENCE_MS, playUntil, post, sit } from "./drive";
import { openHouse, type House } from "./house";

const SCREENS: readonly [path: string, isThere: string][] = [
  ["/", ".offers"],
  ["/watch", ".clock .now"],
  ["/watch?tour", ".clock .now"],
  ["/officer", ".officer-card .go"],
  ["/replay", ".pane .said"],
  ["/wall", "main"],
];
const BOARDS = "weopdtcakslihqugn"; // letters after g

/** Every screen and every board, dark and light, by axe: nothing serious, nothing critical. */
describe.each(["dark", "light"] as const)("accessible, %s", (colours) => {
  let browser: Browser;
  let house: House;
  const more = { storageState: { cookies: [], origins: [] }, reducedMotion: "reduce" };

  beforeAll(async () => {
    house = await openHouse("play", ["--no-open"]);
    browser = await launch("thin");
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  test.each(SCREENS)("%s", async (path, isThere) => {
    const window = await openWindow(browser, new URL(path, house.url).href, more);
    await window.page.locator(isThere).first().waitFor({ timeout: PATIENCE_MS });
    await wear(window, colours);
    expect(await faultsOf(window.page)).toEqual([]);
    if (path === "/officer") {
      await window.page.locator(isThere).click();
      await window.page.locator(".desk .timer").waitFor();
      await window.page.waitForTimeout(3000);
      expect(await faultsOf(window.page)).toEqual([]);
    }
    await window.context.close();
  });

  test("a nation's room, each of its boards, its dialogs", async () => {
    const window = await sit(browser, house, "Play Birch", more);
    const { page } = window;
    await wear(window, colours);
    await post(page, "/startex");
    await playUntil(page, ".event");
    const found: string[] = [];
    for (const letter of BOARDS) {
      await goTo(page, letter);
      await page.keyboard.press("1");
      await page.waitForTimeout(200);
      found.push(...(await faultsOf(page)).map((fault) => `g ${letter}: ${fault}`));
    }
    for (const key of ["?", "n"]) {
      await page.keyboard.press(key);
      await page.locator("dialog[open]").waitFor();
      found.push(...(await faultsOf(page)).map((fault) => `${key}: ${fault}`));
      await page.keyboard.press("Escape");
    }
    expect([...new Set(found)]).toEqual([]);
    await window.context.close();
  });

  test.each(["Play Birch", "Control"])("every order's form, as %s", async (seat) => {
    const window = await sit(browser, house, seat, more);
    const { page } = window;
    await wear(window, colours);
    const found: string[] = [];
    let forms = 0;
    for (const letter of new Set(Object.values(ORDER_LETTERS))) {
      await page.keyboard.press("n");
      await page.locator("dialog[open]").waitFor();
      await page.keyboard.press(letter);
      await page.waitForTimeout(100);
      if ((await page.locator("dialog[open] form").count()) > 0) {
        forms += 1;
        found.push(...(await faultsOf(page)).map((fault) => `n ${letter}: ${fault}`));
      }
      await page.keyboard.press("Escape");
      if ((await page.locator("dialog[open]").count()) > 0) await page.keyboard.press("Escape");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
    }
    expect([...new Set(found)]).toEqual([]);
    expect(forms).toBeGreaterThan(seat === "Control" ? 5 : 20);
    await window.context.close();
  });

  test.each(["Control", "Observe"])("the room of: %s", async (seat) => {
    const window = await sit(browser, house, seat, more);
    await wear(window, colours);
    await window.page.waitForTimeout(1500);
    expect(await faultsOf(window.page)).toEqual([]);
    await window.context.close();
  });
});

/** Wear dark or light: kept for the next time, so that walls wear it too. */
async function wear({ page }: Window, colours: "dark" | "light"): Promise<void> {
  if ((await page.locator("html").getAttribute("data-theme")) === colours) return;
  await page.evaluate((chosen) => localStorage.setItem("tocsin.theme", chosen), colours);
  await page.reload();
  await page.waitForTimeout(2500);
}
