import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, openWindow } from "./browser";

const SITE = join(dirname(fileURLToPath(import.meta.url)), "../../../out/site"); // `make site` builds it
const KINDS: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".jpg": "image/jpeg",
};
const PAGES = ["index.html", "models/radar.html", "scenarios/mixed-raid.html", "api/tracking.html", "words.html"];

/** The documentation site, over http and straight from a folder: whole, and nothing of it from elsewhere. */
describe("the documentation site", () => {
  let browser: Browser;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    if (!existsSync(join(SITE, "index.html"))) throw new Error(`${SITE}: is not there; build it with make site`);
    server = createServer((request, answer) => {
      const path = join(SITE, normalize(new URL(request.url ?? "/", "http://site").pathname));
      if (!path.startsWith(SITE) || !existsSync(path)) return void answer.writeHead(404).end();
      answer.writeHead(200, { "content-type": KINDS[extname(path)] ?? "application/octet-stream" }).end(readFileSync(path));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    browser = await launch("thin");
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  test.each(PAGES)("%s is marked, whole and its own", async (name) => {
    for (const colorScheme of ["light", "dark"]) {
      const { page, context, faults } = await openWindow(browser, url + name, { colorScheme });
      expect(await page.locator(".exercise").innerText()).toContain("EXERCISE");
      await page.waitForLoadState("networkidle");
      const broken = await page.locator("img").evaluateAll((all) => all.filter((one) => !(one as HTMLImageElement).naturalWidth).length);
      expect([broken, ...faults]).toEqual([0]);
      await context.close();
    }
  });

  test("an equation is drawn by the browser itself", async () => {
    const { page, context } = await openWindow(browser, `${url}models/radar.html`);
    const box = await page.locator(".equation math").first().boundingBox();
    expect(box?.height ?? 0).toBeGreaterThan(30);
    await context.close();
  });

  test.each(["http", "folder"])("search finds a page, from %s", async (way) => {
    const home = way === "http" ? `${url}index.html` : pathToFileURL(join(SITE, "index.html")).href;
    const { page, context } = await openWindow(browser, home);
    expect(await found(page, "leakage")).toContain("measures.html");
    await context.close();
  });

  test("on a telephone nothing is wider than the screen", async () => {
    const { page, context } = await openWindow(browser, `${url}models/radar.html`, { viewport: { width: 390, height: 800 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await context.close();
  });
});

/** Search for a word, and return where the answers lead. */
async function found(page: Page, word: string): Promise<string> {
  await expect
    .poll(
      async () => {
        if (!(await isAsked(page))) await page.keyboard.press("Control+k"); // the page may not listen yet
        await page.waitForTimeout(300);
        return isAsked(page);
      },
      { timeout: 60_000 },
    )
    .toBe(true);
  await page.keyboard.type(word, { delay: 30 });
  const answers = page.locator(`a[href*=".html"][href*="?h="], .md-search a[href*=".html"], dialog a[href*=".html"]`);
  await answers.first().waitFor({ timeout: 60_000 });
  return (await answers.evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href))).join(" ");
}

/** Return whether the search waits for words. */
const isAsked = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    let focus = document.activeElement;
    while (focus?.shadowRoot?.activeElement) focus = focus.shadowRoot.activeElement;
    return focus instanceof HTMLInputElement;
  });
