import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { graveFaults } from "./axe";
import { launch, type Window } from "./browser";
import { goTo, MACHINES, PATIENCE_MS, post, setSpeed, sit } from "./drive";
import { openHouse, type House } from "./house";

const PACK_MS = 120_000;

/** From play to the public statement: two nations and control clear, draft, release, answer, and open their reviews. */
describe.each(MACHINES.slice(0, 1))("the hot wash, %s", (machine) => {
  let browser: Browser;
  let house: House;
  let alder: Window;
  let birch: Window;
  let control: Window;

  beforeAll(async () => {
    house = await openHouse("play", ["--no-open"]);
    browser = await launch(machine);
    alder = await sit(browser, house, "Play Alder");
    birch = await sit(browser, house, "Play Birch");
    control = await sit(browser, house, "Control");
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  test("before ENDEX a family is cleared by both, and the review is refused", async () => {
    const { page } = alder;
    expect((await post(control.page, "/startex")).status).toBe(200);
    await setSpeed(control.page, 60);
    await tick(page, "Clear warnings: For the joint review");
    await page.locator("tr", { hasText: "warnings" }).getByText("waits for others").first().waitFor({ timeout: PATIENCE_MS });
    await tick(birch.page, "Clear warnings: For the joint review");
    await page.locator("tr", { hasText: "warnings" }).getByText("released", { exact: true }).first().waitFor({ timeout: PATIENCE_MS });
    expect(await statusOf(page, "/packs/alder")).toBe(409);
    await control.page.locator(".clock-time", { hasText: /T\+([6-9]|\d\d):/ }).waitFor({ timeout: PATIENCE_MS });
  });

  test("ENDEX, and everyone is shown the way to the review", async () => {
    expect((await post(control.page, "/endex")).status).toBe(200);
    for (const window of [alder, birch, control]) {
      await window.page.locator(".end-line a").first().waitFor({ timeout: PATIENCE_MS });
    }
    expect(await alder.page.locator(".end-line a").count()).toBe(1);
    expect(await control.page.locator(".end-line a").count()).toBe(4);
  });

  test("a statement is drafted by one, cleared by both, and goes out in words of the records", async () => {
    const { page } = alder;
    await goTo(page, "g");
    await page.getByRole("checkbox", { name: "parties", exact: true }).check();
    await page.getByRole("checkbox", { name: "messages exchanged", exact: true }).check();
    await page.getByRole("button", { name: "Draft it" }).click();
    await page.locator(".statement", { hasText: "0 of 2 facts cleared by all" }).waitFor({ timeout: PATIENCE_MS });
    expect(await page.getByRole("button", { name: "Release it" }).isDisabled()).toBe(true);
    for (const window of [alder, birch]) {
      await goTo(window.page, "u");
      await window.page.getByRole("button", { name: "Clear all: For the public" }).click();
    }
    await goTo(page, "g");
    await page.locator(".statement", { hasText: "2 of 2 facts cleared by all" }).waitFor({ timeout: PATIENCE_MS });
    await page.getByRole("button", { name: "Release it" }).click();
    await page.getByText("Release it to the public? It is not taken back.").waitFor();
    await page.getByRole("button", { name: "Release it" }).click();
    await page.locator(".statement.is-out", { hasText: "directed against no third party" }).waitFor({ timeout: PACK_MS });
    await goTo(birch.page, "g");
    await birch.page.locator(".statement.is-out", { hasText: "Alder, Birch" }).waitFor({ timeout: PATIENCE_MS });
  });

  test("a lesson is noted for one side, and the other does not see it", async () => {
    await goTo(alder.page, "n");
    await alder.page.getByLabel("What was learnt").fill("Cue the southern radar <b>earlier</b>.");
    await alder.page.getByRole("button", { name: "Note the lesson" }).click();
    await alder.page.locator(".lesson", { hasText: "<b>earlier</b>" }).waitFor({ timeout: PATIENCE_MS });
    await goTo(birch.page, "n");
    await birch.page.getByText("No lessons yet.").waitFor({ timeout: PATIENCE_MS });
  });

  test("three answer the questionnaire, each once", async () => {
    for (const { page } of [alder, birch, control]) {
      await page.getByRole("button", { name: "Questionnaire" }).click();
      const dialog = page.locator("dialog[open]");
      await dialog.locator("fieldset").first().getByRole("radio", { name: "4" }).check();
      if (page === alder.page) expect(await graveFaults(page)).toEqual([]);
      await dialog.getByRole("button", { name: "Send the answers" }).click();
      await page.getByText("You have answered. Thank you.").waitFor({ timeout: PATIENCE_MS });
      expect(await page.getByRole("button", { name: "Questionnaire" }).count()).toBe(0);
    }
    expect((await post(alder.page, "/survey", { scores: { picture: 1 } })).status).toBe(409);
  });

  test("its own review opens in a tab of its own; the other's is refused", async () => {
    const [tab] = await Promise.all([alder.context.waitForEvent("page"), alder.page.locator(".end-line a").click()]);
    const faults: string[] = [];
    tab.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    await tab.locator("h1").first().waitFor({ timeout: PACK_MS });
    expect(await tab.title()).toContain("EXERCISE");
    expect(await tab.evaluate(() => location.pathname)).toBe("/packs/alder");
    expect(faults).toEqual([]);
    await tab.close();
    expect(await statusOf(alder.page, "/packs/birch")).toBe(403);
    expect(await statusOf(alder.page, "/packs/control")).toBe(403);
  });

  test("the boards and the line of the hot wash are accessible", async () => {
    const found: string[] = [];
    for (const letter of "ugn") {
      await goTo(alder.page, letter);
      await alder.page.waitForTimeout(300);
      found.push(...(await graveFaults(alder.page)).map((fault) => `g ${letter}: ${fault}`));
    }
    await goTo(control.page, "u");
    await control.page.waitForTimeout(300);
    found.push(...(await graveFaults(control.page)));
    expect(found).toEqual([]);
  });

  test("nothing went wrong on the way but what was refused, and nothing left this machine", () => {
    const faults = [...alder.faults, ...birch.faults, ...control.faults].filter((fault) => !/status of (403|409)/.test(fault));
    expect(faults).toEqual([]);
  });
});

/** Tick a box of the disclosure board. */
async function tick(page: Page, name: string): Promise<void> {
  await goTo(page, "u");
  await page.getByRole("checkbox", { name }).check({ timeout: PATIENCE_MS });
}

const statusOf = (page: Page, path: string): Promise<number> => page.evaluate(async (where) => (await fetch(where)).status, path);
