import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, type Window } from "./browser";
import { goTo, PATIENCE_MS, playUntil, post, setSpeed, sit } from "./drive";
import { openHouse, type House } from "./house";
import { strangersIn } from "./strangers";

const TONGUES = ["zh", "ru"] as const;
const BOARDS = [..."abcdefghijklmnopqrstuvwxyz"];

/** Let a window go on in another language, from where it is. */
async function speak(page: Page, tongue: string, path = ""): Promise<void> {
  await page.evaluate((chosen) => localStorage.setItem("tocsin.language", chosen), tongue);
  await (path === "" ? page.reload() : page.goto(new URL(path, page.url()).href));
  await page.locator("main, [role=main], .room").first().waitFor({ timeout: PATIENCE_MS });
}

/** What of the page is in English in a language; the boards that a seat has, one after the other, and its other screens. */
async function strangers(page: Page): Promise<string[]> {
  const found = new Set<string>();
  const look = async (where: string): Promise<void> => {
    for (const text of await strangersIn(page)) found.add(`${where}: ${text}`);
  };
  await page.locator(".link-state.is-live").waitFor({ timeout: PATIENCE_MS });
  for (const letter of BOARDS) {
    await goTo(page, letter);
    await page.waitForTimeout(150);
    await look(`board ${letter}`);
    await page.keyboard.press("1"); // its first row opens
    await page.waitForTimeout(100);
    await look(`board ${letter}, first row`);
  }
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.waitForTimeout(150);
  await look("keys");
  await page.keyboard.press("Escape");
  await eachForm(page, look);
  await eachTable(page, look);
  return [...found];
}

type Look = (where: string) => Promise<void>;

/** The list of orders, and the form of each. */
async function eachForm(page: Page, look: Look): Promise<void> {
  await page.keyboard.press("n");
  await look("orders");
  const count = await page.locator(".chooser button").count();
  expect(count).toBeGreaterThan(5);
  for (let at = 0; at < count; at++) {
    const choice = page.locator(".chooser button").nth(at);
    const name = await choice.innerText();
    await choice.click();
    await page.locator("dialog form, [role=dialog] form").first().waitFor({ timeout: PATIENCE_MS });
    await look(`form ${name}`);
    await page.keyboard.press("Escape");
    await page.keyboard.press("n");
  }
  await page.keyboard.press("Escape");
}

/** The tables of the map's layers, and the key of its symbols. */
async function eachTable(page: Page, look: Look): Promise<void> {
  const choices = page.locator(".map-panel-choice button");
  if ((await choices.count()) === 0) await page.keyboard.press("h"); // a wide board stood in the map's place
  await choices.nth(0).click();
  const layers = page.locator(".layer-choice button");
  for (let at = 0; at < (await layers.count()); at++) {
    await layers.nth(at).click();
    await look(`table ${await layers.nth(at).innerText()}`);
  }
  await choices.nth(1).click();
  await look("symbols");
  await choices.nth(1).click();
}

/** Every word that is not the name of something is said in the language chosen. */
describe("the page in other languages", () => {
  let browser: Browser;
  let house: House;
  let birch: Window;
  let control: Window;

  beforeAll(async () => {
    house = await openHouse("play", ["--no-open"]);
    browser = await launch("thin");
    birch = await sit(browser, house, "Play Birch");
    control = await sit(browser, house, "Control");
    await post(birch.page, "/startex");
    await playUntil(birch.page, ".event .area");
    await post(birch.page, "/clock", { do: "pause" });
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  test.each(TONGUES)("a nation's boards, %s", async (tongue) => {
    await speak(birch.page, tongue);
    expect(await strangers(birch.page)).toEqual([]);
  });

  test.each(TONGUES)("control's boards, %s", async (tongue) => {
    await speak(control.page, tongue);
    expect(await strangers(control.page)).toEqual([]);
  });

  test.each(TONGUES)("the other screens, %s", async (tongue) => {
    const found: string[] = [];
    for (const path of ["/", "/watch", "/officer", "/replay", "/wall/control", "/wall/birch", "/wall/joint"]) {
      await speak(control.page, tongue, path);
      await control.page.waitForTimeout(2_500); // until its film or its stream is there
      found.push(...(await strangersIn(control.page)).map((text) => `${path}: ${text}`));
    }
    await control.page.goto(new URL("/room", control.page.url()).href);
    expect(found).toEqual([]);
  });

  test.each(TONGUES)("a refusal, %s", async (tongue) => {
    const { page } = birch;
    await speak(page, tongue);
    await page.locator(".link-state.is-live").waitFor({ timeout: PATIENCE_MS });
    await setSpeed(page, 1);
    await post(page, "/clock", { do: "start" });
    await page.keyboard.press("/");
    await page.keyboard.type("assess-event birch-e99 valid");
    await page.keyboard.press("Enter");
    const said = await page.locator(".command-answer .fate.is-refused").innerText({ timeout: PATIENCE_MS });
    expect(said).toContain({ zh: "birch-e99 不是桦木国的未结事件", ru: "birch-e99: нет такого открытого события (Берёза)" }[tongue]);
    await page.locator("#command-bar").fill("");
    await post(page, "/clock", { do: "pause" });
  });
});
