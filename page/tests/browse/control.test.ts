import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, type Window } from "./browser";
import { goTo, MACHINES, PATIENCE_MS, sit } from "./drive";
import { openHouse, type House } from "./house";

const SENSOR = "birch-approach";

/** Say yes where an order that cannot be taken back asks once more. */
async function confirmed(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: /^Confirm/ });
  if ((await button.count()) > 0) await button.first().click();
}

/** Exercise control at its desk: the clock, faults, injects; and what of it a nation is told. */
describe.each(MACHINES)("exercise control, %s", (machine) => {
  let browser: Browser;
  let house: House;
  let control: Window;
  let birch: Window;

  beforeAll(async () => {
    house = await openHouse("play", ["--no-open"]);
    browser = await launch(machine);
    control = await sit(browser, house, "Control");
    birch = await sit(browser, house, "Play Birch");
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  test("STARTEX is asked once more, and starts the clock of everyone", async () => {
    const { page } = control;
    await page.getByRole("button", { name: "STARTEX" }).click();
    await page.getByText("Start the exercise for everyone?").waitFor();
    await page.locator(".clock-tools button.action").click();
    for (const window of [control, birch]) {
      await window.page.locator(".clock-state", { hasText: "running" }).waitFor({ timeout: PATIENCE_MS });
    }
  });

  test("a pause holds everyone, and a step plays ten seconds", async () => {
    const { page } = control;
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    for (const window of [control, birch]) {
      await window.page.locator(".clock-state", { hasText: "paused" }).waitFor({ timeout: PATIENCE_MS });
    }
    const before = await page.locator(".clock-time").innerText();
    await page.locator(".clock-tools button", { hasText: "+10 s" }).click();
    await page.waitForFunction(
      (was) => document.querySelector(".clock-time")?.textContent !== was,
      before,
      { timeout: PATIENCE_MS },
    );
    await page.getByRole("button", { name: "Run", exact: true }).click();
  });

  test("a sensor is put out in two clicks, and its nation sees it", async () => {
    const { page } = control;
    await goTo(page, "f");
    await page.getByRole("button", { name: `${SENSOR}: Take out …` }).click();
    await page.getByRole("button", { name: `${SENSOR}: 5 min` }).click();
    await page.locator("tr", { hasText: SENSOR }).getByText("out of action").waitFor({ timeout: PATIENCE_MS });
    await goTo(birch.page, "s");
    await birch.page.locator("tr, li, .row", { hasText: SENSOR }).first().waitFor({ timeout: PATIENCE_MS });
    await birch.page.getByText("out of action").first().waitFor({ timeout: PATIENCE_MS });
  });

  test("what was put out is put back early, and its nation sees that too", async () => {
    const { page } = control;
    await goTo(page, "f");
    await page.getByRole("button", { name: `${SENSOR}: End it now` }).click();
    await page.locator("tr", { hasText: SENSOR }).getByText("in action", { exact: true }).waitFor({ timeout: PATIENCE_MS });
    await birch.page.getByText("out of action").first().waitFor({ state: "detached", timeout: PATIENCE_MS });
  });

  test("an inject is written, its wrong trigger told beside the field, and it reaches whom it is for", async () => {
    const { page } = control;
    await goTo(page, "v");
    await page.getByRole("button", { name: "New inject" }).click();
    const form = page.locator(".inject-form");
    const trigger = form.locator(".inject-group").nth(1).locator("input[type=text], textarea").first();
    await trigger.fill("first(LaunchWarnin, birch)");
    await form.locator(".has-fault [role=alert]").first().waitFor({ timeout: PATIENCE_MS });
    expect(await form.locator("footer button[type=submit]").isDisabled()).toBe(true);
    await trigger.fill("");
    await form.locator(".inject-group").nth(2).locator("textarea").last().fill("The mayor asks what the sirens mean.");
    await form.locator(".inject-group").nth(2).locator("label", { hasText: /^Birch(?!\/)/ }).click();
    await form.locator("footer .fate.is-done").first().waitFor({ timeout: PATIENCE_MS });
    await form.locator("footer button[type=submit]").click();
    await form.waitFor({ state: "detached", timeout: PATIENCE_MS });
    await page.locator("td bdi", { hasText: /^new$/ }).waitFor({ timeout: PATIENCE_MS });
    await page.locator("td bdi", { hasText: /^new$/ }).click();
    await page.getByRole("button", { name: /^Fire now/ }).first().click();
    await confirmed(page);
    await goTo(birch.page, "i");
    await birch.page.getByText("The mayor asks what the sirens mean.").first().waitFor({ timeout: PATIENCE_MS });
  });

  test("the exercise that is being played is replayed, and forked from a moment of it", async () => {
    const { page } = control;
    await page.goto(new URL("/replay", house.url).href);
    await expect.poll(() => page.locator(".pane .said").count(), { timeout: PATIENCE_MS }).toBe(2);
    expect(await page.locator(".pane .state").first().innerText()).toContain("as it was played");
    await page.locator(".time-bar input[type=range]").fill("10000");
    await expect.poll(() => page.locator(".clock .now").innerText(), { timeout: PATIENCE_MS }).toBe("T+0:10");
    await expect.poll(() => page.locator(".pane .said").first().innerText(), { timeout: PATIENCE_MS }).toContain("0:10");
    await page.locator(".otherwise select").first().selectOption("none");
    await page.locator(".otherwise .go").click();
    await expect.poll(() => page.locator(".pane .state").nth(1).innerText(), { timeout: PATIENCE_MS }).toContain("none");
    await expect.poll(() => page.locator(".pane .said").nth(1).innerText(), { timeout: 2 * PATIENCE_MS }).toContain("0:10");
  });

  test("nothing went wrong in either window, and nothing left this machine", () => {
    expect([...control.faults, ...birch.faults]).toEqual([]);
  });
});
