import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, openWindow, type Window } from "../browse/browser";
import { PATIENCE_MS, goTo, playUntil, post, setSpeed, sit } from "../browse/drive";
import { openHouse, type House } from "../browse/house";
import { bytesOfAll, close, inEveryLook, LOOKS, open, pictures, take } from "./album";

const MOST_BYTES = 12_000_000; // of all pictures together
const SETTLE_MS = 3500;

let browser: Browser;
let house: House;
beforeAll(async () => {
  open();
  house = await openHouse("play", ["--no-open"]);
  browser = await launch(process.env["MACHINE"] === "webgl" ? "webgl" : "thin");
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
  close();
});

async function visit(path: string, isThere: string, look: (window: Window) => Promise<void>, at: House = house): Promise<void> {
  const window = await openWindow(browser, new URL(path, at.url).href);
  await window.page.locator(isThere).first().waitFor({ timeout: PATIENCE_MS });
  await window.page.waitForTimeout(SETTLE_MS);
  await look(window);
  expect(window.faults).toEqual([]);
  await window.context.close();
}

async function dismiss(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: "Dismiss" });
  if ((await button.count()) > 0) await button.first().click();
}

pictures("the lobby", () => visit("/", ".offers", ({ page }) => inEveryLook(page, "lobby", "The lobby")));

pictures("the opening minutes", () =>
  visit("/watch", ".clock .now", async ({ page }) => {
    await page.waitForTimeout(12_000);
    await page.keyboard.press("Space");
    await inEveryLook(page, "watch", "The same morning, as two nations know it");
  }));

pictures("the watch officer", () =>
  visit("/officer", ".officer-card .go", async ({ page }) => {
    await page.locator(".officer-card .go").click();
    await page.locator(".desk .timer [role=timer]").waitFor({ timeout: PATIENCE_MS });
    await page.keyboard.press("a");
    await page.waitForTimeout(9000);
    await inEveryLook(page, "officer", "One alert, six minutes, one telephone");
  }));

pictures("replay", () =>
  visit("/replay", ".pane .said", async ({ page }) => {
    await page.locator(".time-bar input[type=range]").fill("540000");
    await page.waitForTimeout(6000);
    await inEveryLook(page, "replay", "Any moment again, side by side");
  }));

pictures("rooms", async () => {
  const birch = await sit(browser, house, "Play Birch");
  const alder = await sit(browser, house, "Play Alder");
  await post(birch.page, "/startex");
  await playUntil(birch.page, ".event .area");
  await setSpeed(birch.page, 60);
  await birch.page.waitForTimeout(2500);
  await setSpeed(birch.page, 1);
  await dismiss(birch.page);
  await goTo(birch.page, "w");
  await birch.page.keyboard.press("1");
  await birch.page.waitForTimeout(SETTLE_MS);
  await inEveryLook(birch.page, "warning", "A nation's room: warning, map, traffic");
  await goTo(birch.page, "e");
  await goTo(birch.page, "a");
  await birch.page.waitForTimeout(SETTLE_MS);
  await inEveryLook(birch.page, "engagement", "Engagement, and the agreement at work");
  await birch.context.close();
  await goTo(alder.page, "w");
  await dismiss(alder.page);
  await alder.page.waitForTimeout(SETTLE_MS);
  await inEveryLook(alder.page, "tells", "The nation that sees it first");
  await alder.context.close();
  for (const [seat, name, title] of [["Control", "control", "Exercise control"], ["Observe", "observer", "An observer"]] as const) {
    const window = await sit(browser, house, seat);
    await window.page.waitForTimeout(SETTLE_MS);
    await dismiss(window.page);
    await inEveryLook(window.page, name, title);
    await window.context.close();
  }
});

pictures("walls", async () => {
  for (const wall of ["control", "birch"]) {
    for (const { colours, words } of LOOKS) {
      await visit(`/wall/${wall}?theme=${colours}&language=${words}`, ".wall", ({ page }) =>
        take(page, `wall-${wall}`, `A wall, for a projector: ${wall}`, `${colours}.${words}`),
      );
    }
  }
});

pictures("joint wall", async () => {
  const joint = await openHouse("play", ["--no-open", "--agreement", "integrated"]);
  const birch = await sit(browser, joint, "Play Birch");
  await post(birch.page, "/startex");
  await playUntil(birch.page, ".event .area");
  await setSpeed(birch.page, 60);
  await birch.page.locator(".clock-time", { hasText: "T+12:" }).waitFor({ timeout: PATIENCE_MS });
  await post(birch.page, "/clock", { do: "pause" });
  await birch.context.close();
  for (const { colours, words } of LOOKS) {
    const path = `/wall/joint?theme=${colours}&language=${words}`;
    await visit(path, ".wall", ({ page }) => take(page, "wall-joint", "A wall, for a projector: a joint cell", `${colours}.${words}`), joint);
  }
  await joint.close();
});

/** Show the beginning of every board. */
const toTop = (page: Page): Promise<void> => page.evaluate(() => document.querySelectorAll(".stack *").forEach((place) => (place.scrollTop = 0)));

/** After ENDEX: what is cleared, what is said to the public, what was learnt, how it was. */
pictures("hot wash", async () => {
  const after = await openHouse("play", ["--no-open"]);
  const [alder, control] = [await sit(browser, after, "Play Alder"), await sit(browser, after, "Control")];
  const { page } = alder;
  await post(page, "/startex");
  await setSpeed(page, 60);
  await page.locator(".clock-time", { hasText: "T+9:" }).waitFor({ timeout: PATIENCE_MS });
  await dismiss(page);
  await post(control.page, "/endex");
  await page.locator(".end-line a").first().waitFor({ timeout: PATIENCE_MS });
  await goTo(page, "g");
  for (const name of ["parties", "messages exchanged"]) await page.getByRole("checkbox", { name, exact: true }).check();
  await page.getByRole("button", { name: "Draft it" }).click();
  await page.locator(".statement").first().waitFor({ timeout: PATIENCE_MS });
  await goTo(page, "u");
  await page.getByRole("button", { name: "Clear all: For the public" }).click();
  await page.waitForTimeout(SETTLE_MS);
  await toTop(page);
  await inEveryLook(page, "disclosure", "After ENDEX: what is cleared for whom, and the public statement");
  await goTo(page, "n");
  await page.getByLabel("What was learnt").fill("Cue the southern radar as soon as the partner reports.");
  await page.getByRole("button", { name: "Note the lesson" }).click();
  await page.locator(".lesson").first().waitFor({ timeout: PATIENCE_MS });
  await toTop(page);
  await inEveryLook(page, "lessons", "What was learnt");
  await page.getByRole("button", { name: "Questionnaire" }).click();
  await page.locator("dialog[open] fieldset").first().getByRole("radio", { name: "4" }).check();
  await inEveryLook(page, "questionnaire", "The questionnaire");
  await Promise.all([alder.context.close(), control.context.close()]);
  await after.close();
});

test("they are small enough to be kept", () => {
  expect(bytesOfAll()).toBeLessThan(MOST_BYTES);
});
