import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ORDER_LETTERS } from "../../src/orders/letters";
import { launch } from "./browser";
import { PATIENCE_MS, playUntil, post, sit } from "./drive";
import { openHouse, type House } from "./house";

/** Orders about what the flagship does not have at that moment: their forms say so, and stay. */
const NOTHING_THERE: Readonly<Record<string, readonly string[]>> = {
  "Play Birch": ["AllowEngagement", "CancelPublicWarning", "CorrectPublicWarning", "ForwardNotice", "Reply", "SendMessage", "SignHandover", "SignAssessment", "WithholdNotice", "Fire", "DenyEngagement"],
  Control: ["CloneInject", "FireInject", "FreeInject", "HoldInject", "SkipInject", "SlipInject", "SignHandover", "MarkRead"],
};

let browser: Browser;
let house: House;
beforeAll(async () => {
  house = await openHouse("play", ["--no-open"]);
  browser = await launch("thin");
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

test.each(["Play Birch", "Control"])("every order is given within three keys: %s", async (seat) => {
  const { page, context } = await sit(browser, house, seat, { storageState: { cookies: [], origins: [] } });
  if (seat === "Play Birch") {
    await post(page, "/startex");
    await playUntil(page, ".event");
  }
  await post(page, "/clock", { do: "pause" }); // what is at hand stays while each is given
  const [given, stayed] = [[] as string[], [] as string[]];
  for (const letter of new Set(Object.values(ORDER_LETTERS))) {
    const order = await giveByThree(page, letter);
    if (order === null) continue;
    (order.isGiven ? given : stayed).push(order.name);
  }
  expect(stayed.filter((name) => !NOTHING_THERE[seat]?.includes(name))).toEqual([]);
  expect(given.length).toBeGreaterThan(seat === "Control" ? 1 : 15);
  await post(page, "/clock", { do: "start" });
  await page.waitForTimeout(3000);
  expect(await refused(page)).toEqual([]);
  await context.close();
});

/** What the engine refused of it, and why. */
function refused(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const told = (await (await fetch("/records?kind=OrderRefused")).json()) as { records: { body: { reason: string; order: { action: { type: string } } } }[] };
    return told.records.map(({ body }) => `${body.order.action.type}: ${body.reason}`);
  });
}

/** Press n, a letter, Enter; return which order that gave or did not, null where no order has the letter. */
async function giveByThree(page: Page, letter: string): Promise<{ name: string; isGiven: boolean } | null> {
  const open = page.locator("dialog[open]");
  await page.keyboard.press("n");
  await open.waitFor();
  const button = open.locator(`button[aria-keyshortcuts="${letter}"]`);
  if ((await button.count()) === 0) {
    await page.keyboard.press("Escape");
    await open.waitFor({ state: "detached" });
    return null;
  }
  await page.keyboard.press(letter);
  await open.locator("form").waitFor({ timeout: PATIENCE_MS });
  await page.waitForTimeout(150);
  const name = (await open.locator("form").getAttribute("data-order")) ?? "";
  await page.keyboard.press("Enter");
  const isGiven = await open.waitFor({ state: "detached", timeout: 2500 }).then(
    () => true,
    () => false,
  );
  if (!isGiven) {
    await page.keyboard.press("Escape");
    await open.waitFor({ state: "detached" });
  }
  return { name, isGiven };
}
