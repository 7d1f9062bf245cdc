import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, openWindow, type Window } from "./browser";
import { goTo, MACHINES, PATIENCE_MS } from "./drive";
import { openHouse, type House } from "./house";

async function join(page: Page, code: string, name: string): Promise<void> {
  await page.locator("input[name=code]").fill(code);
  await page.locator("input[name=name]").fill(name);
  await page.getByRole("button", { name: "Join", exact: true }).click();
}

/** An exercise with codes: each group comes in by its own, and control grants the roles. */
describe.each(MACHINES)("joining by code, %s", (machine) => {
  let browser: Browser;
  let house: House;
  let control: Window;
  let ann: Window;

  beforeAll(async () => {
    house = await openHouse("serve", ["first-seen-by-partner"]);
    browser = await launch(machine);
    control = await openWindow(browser, house.url);
    ann = await openWindow(browser, house.url);
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  test("a director comes in by control's code, and takes the role", async () => {
    const { page } = control;
    await join(page, house.codes.get("control") ?? "", "Dora");
    await page.getByRole("button", { name: "Take director" }).click();
    await page.getByText("Your roles: director").waitFor({ timeout: PATIENCE_MS });
    await page.getByRole("link", { name: "Enter the room" }).click();
    await page.locator(".link-state.is-live").waitFor({ timeout: PATIENCE_MS });
  });

  test("an officer's role is granted by control, and taken", async () => {
    await join(ann.page, house.codes.get("alder") ?? "", "Ann <b>Officer</b>");
    await ann.page.getByText("No role yet").waitFor({ timeout: PATIENCE_MS });
    const { page } = control;
    await goTo(page, "r");
    await page.getByText("Ann <b>Officer</b>").first().click();
    await page.getByRole("combobox", { name: "Roles" }).selectOption("watch_officer");
    await page.getByRole("button", { name: "Grant", exact: true }).click();
    await page.locator(".grant-row .chip").first().waitFor({ timeout: PATIENCE_MS });
    await ann.page.reload();
    await ann.page.getByRole("button", { name: "Take watch officer" }).click();
    await ann.page.getByRole("link", { name: "Enter the room" }).click();
    await ann.page.locator(".link-state.is-live").waitFor({ timeout: PATIENCE_MS });
    await ann.page.locator(".room-header", { hasText: "alder" }).waitFor();
  });

  test("nothing went wrong in either window, and nothing left this machine", () => {
    expect([...control.faults, ...ann.faults]).toEqual([]);
  });

  test("a wrong code says whom to ask", async () => {
    const stranger = await openWindow(browser, house.url);
    await join(stranger.page, "no-such-code", "Eve");
    await stranger.page.locator("[role=alert]", { hasText: "lets in nowhere" }).waitFor({ timeout: PATIENCE_MS });
    await stranger.context.close();
  });
});
