import type { Browser, Page } from "playwright-core";
import { openWindow, type Machine, type Window } from "./browser";
import type { House } from "./house";

/** Which browsers the tests run with: both, or the one that MACHINE names. */
export const MACHINES: readonly Machine[] = (["thin", "webgl"] as const).filter(
  (machine) => (process.env["MACHINE"] ?? machine) === machine,
);
export const PATIENCE_MS = 45_000; // a laptop of two cores, and a server beside the browser

/** Ask the server from within a page, as the page itself would. */
export function post(page: Page, path: string, body: object = {}): Promise<{ status: number; told: Record<string, unknown> }> {
  return page.evaluate(
    async ([where, what]) => {
      const answer = await fetch(where, { method: "POST", headers: { "content-type": "application/json" }, body: what });
      return { status: answer.status, told: (await answer.json()) as Record<string, unknown> };
    },
    [path, JSON.stringify(body)] as const,
  );
}

export async function setSpeed(page: Page, speedRatio: number): Promise<void> {
  const { status, told } = await post(page, "/clock", { do: "speed", speed_ratio: speedRatio });
  if (status !== 200) throw new Error(`speed ${speedRatio}: ${JSON.stringify(told)}`);
}

/** Come in by the lobby's own button. */
export async function sit(browser: Browser, house: House, seat: string, more: object = {}): Promise<Window> {
  const window = await openWindow(browser, house.url, more);
  await window.page.getByRole("button", { name: seat }).click();
  await window.page.waitForURL(/\/room/);
  await window.page.locator(".link-state.is-live").waitFor({ timeout: PATIENCE_MS });
  return window;
}

/** Play on quickly until something is there, then slowly. */
export async function playUntil(page: Page, selector: string): Promise<void> {
  await setSpeed(page, 60);
  await page.locator(selector).first().waitFor({ timeout: PATIENCE_MS });
  await setSpeed(page, 1);
}

/** Show a board by its letter, and give it the keyboard. */
export async function goTo(page: Page, letter: string): Promise<void> {
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press(letter);
}

/** Wait until what the newest order of a control came to is said beside it. */
export async function fate(page: Page, phase: "done" | "refused", within = "body"): Promise<string> {
  const said = page.locator(`${within} .fate.is-${phase}`).first();
  await said.waitFor({ timeout: PATIENCE_MS });
  return said.innerText();
}
