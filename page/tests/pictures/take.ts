import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, openWindow, type Window } from "../browse/browser";
import { PATIENCE_MS, goTo, playUntil, post, setSpeed, sit } from "../browse/drive";
import { openHouse, type House } from "../browse/house";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "../../../docs/pictures");
const LOOKS = (["en", "zh", "ru"] as const).flatMap((words) => (["dark", "light"] as const).map((colours) => ({ colours, words })));
const OURS = ".EXERCISE.jpg"; // what this script writes, and takes away before; other pictures stay
const MOST_BYTES = 12_000_000; // of all pictures together
const QUALITY = 70;
const SETTLE_MS = 3500;

interface Taken {
  file: string;
  title: string;
}

let browser: Browser;
let house: House;
const taken: Taken[] = [];

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of readdirSync(FOLDER)) if (name.endsWith(OURS)) rmSync(join(FOLDER, name));
  house = await openHouse("play", ["--no-open"]);
  browser = await launch(process.env["MACHINE"] === "webgl" ? "webgl" : "thin");
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
  writeFileSync(join(FOLDER, "README.md"), index());
});

/** Take one screen in every look. */
async function inEveryLook(page: Page, name: string, title: string): Promise<void> {
  for (const { colours, words } of LOOKS) {
    await wear(page, colours, words);
    await page.waitForTimeout(600);
    await take(page, name, title, `${colours}.${words}`);
  }
  await wear(page, "dark", "en");
}

async function take(page: Page, name: string, title: string, look: string): Promise<void> {
  const file = `${name}.${look}${OURS}`;
  await page.screenshot({ path: join(FOLDER, file), type: "jpeg", quality: QUALITY });
  taken.push({ file, title: `${title} (${look.replace(".", ", ")})` });
}

/** Change the look by the page's own controls. */
async function wear(page: Page, colours: string, words: string): Promise<void> {
  const look = page.locator(".look").first();
  await look.locator("select").selectOption(words);
  if ((await page.locator("html").getAttribute("data-theme")) !== colours) await look.locator("button").click();
}

async function visit(path: string, isThere: string, look: (window: Window) => Promise<void>): Promise<void> {
  const window = await openWindow(browser, new URL(path, house.url).href);
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

test("the lobby", () => visit("/", ".offers", ({ page }) => inEveryLook(page, "lobby", "The lobby")));

test("the opening minutes", () =>
  visit("/watch", ".clock .now", async ({ page }) => {
    await page.waitForTimeout(12_000);
    await page.keyboard.press("Space");
    await inEveryLook(page, "watch", "The same morning, as two nations know it");
  }));

test("the watch officer", () =>
  visit("/officer", ".officer-card .go", async ({ page }) => {
    await page.locator(".officer-card .go").click();
    await page.locator(".desk .timer [role=timer]").waitFor({ timeout: PATIENCE_MS });
    await page.keyboard.press("a");
    await page.waitForTimeout(9000);
    await inEveryLook(page, "officer", "One alert, six minutes, one telephone");
  }));

test("replay", () =>
  visit("/replay", ".pane .said", async ({ page }) => {
    await page.locator(".time-bar input[type=range]").fill("540000");
    await page.waitForTimeout(6000);
    await inEveryLook(page, "replay", "Any moment again, side by side");
  }));

test("rooms", async () => {
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

test("walls", async () => {
  for (const wall of ["control", "birch"]) {
    for (const { colours, words } of LOOKS) {
      await visit(`/wall/${wall}?theme=${colours}&language=${words}`, ".wall", ({ page }) =>
        take(page, `wall-${wall}`, `A wall, for a projector: ${wall}`, `${colours}.${words}`),
      );
    }
  }
});

test("they are small enough to be kept", () => {
  const bytes = readdirSync(FOLDER).reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0);
  expect(bytes).toBeLessThan(MOST_BYTES);
});

function index(): string {
  return [
    "# Pictures",
    "",
    "Every screen, dark and light, in English, Chinese and Russian. `make pictures` takes them again; all that they show is an",
    "exercise between invented nations.",
    ...taken.flatMap(({ file, title }) => ["", `![${title}](${file})`, "", `*${title}*`]),
    "",
  ].join("\n");
}
