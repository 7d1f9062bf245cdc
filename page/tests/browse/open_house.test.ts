import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, type Window } from "./browser";
import { fate, goTo, MACHINES, PATIENCE_MS, playUntil, post, sit } from "./drive";
import { openHouse, type House } from "./house";

/** One nation's room, from the lobby's button to the orders of its desks; what each comes to stands beside it. */
describe.each(MACHINES)("a nation in an open house, %s", (machine) => {
  let browser: Browser;
  let house: House;
  let birch: Window;

  beforeAll(async () => {
    house = await openHouse("play", ["--no-open"]);
    browser = await launch(machine);
    birch = await sit(browser, house, "Play Birch");
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  test("it begins, and an event is there to be assessed by three keys", async () => {
    const { page } = birch;
    await page.locator(".clock-state", { hasText: "before STARTEX" }).waitFor();
    expect((await post(page, "/startex")).status).toBe(200);
    await playUntil(page, ".event");
    await goTo(page, "w");
    await page.keyboard.press("1");
    await page.keyboard.press("v");
    await page.keyboard.press("Enter");
    await page.locator(".event.is-valid").first().waitFor({ timeout: PATIENCE_MS });
  });

  test("without WebGL the map is flat, and says so; with it nothing is said of WebGL", async () => {
    const said = birch.page.getByText("This browser offers no WebGL. The flat map shows the same facts.");
    if (machine === "thin") {
      await said.waitFor({ timeout: PATIENCE_MS });
      await birch.page.getByRole("button", { name: "Dismiss" }).click();
    }
    expect(await said.count()).toBe(0);
  });

  test("a refused order says why, beside the control", async () => {
    const { page } = birch;
    await page.keyboard.press("/");
    await page.keyboard.type("assess-event birch-e99 valid");
    await page.keyboard.press("Enter");
    expect(await fate(page, "refused", ".command-answer")).toContain("birch-e99");
    await page.locator("#command-bar").fill("no-such-order");
    await page.keyboard.press("Enter");
    await page.locator(".command-answer", { hasText: "no such order" }).waitFor();
    await page.locator("#command-bar").fill("");
  });

  test("the public is warned, and the warning taken back", async () => {
    const { page } = birch;
    await playUntil(page, ".event .area");
    await goTo(page, "w");
    await pickOne(page);
    await page.keyboard.press("w");
    await page.keyboard.press("Enter");
    await fate(page, "done", ".stack[data-stack=first]");
    await goTo(page, "p"); // it waits for a second role's order, which the same person may hold
    await page.keyboard.press("1");
    await page.keyboard.press("s");
    await page.keyboard.press("Enter");
    const warning = page.locator(".sort-table tbody tr", { hasText: "birch-p" }).first();
    await warning.waitFor({ timeout: PATIENCE_MS });
    await warning.click();
    await page.keyboard.press("c");
    await page.keyboard.press("Enter");
    await page.locator(".sort-table tbody tr", { hasText: "cancel due" }).waitFor({ timeout: PATIENCE_MS });
    await playUntil(page, ".sort-table tbody tr:has-text('over')"); // a cancel takes its time to be ready
  });

  test("the partner is consulted", async () => {
    const { page } = birch;
    await goTo(page, "w");
    await pickOne(page);
    await page.keyboard.press("q");
    await page.keyboard.press("Enter");
    await goTo(page, "c");
    await page.locator(".stack .card", { hasText: "birch-c" }).first().waitFor({ timeout: PATIENCE_MS });
  });

  test("an engagement is approved", async () => {
    const { page } = birch;
    await goTo(page, "e");
    await playUntil(page, ".sort-table tbody tr[tabindex]");
    await page.locator(".sort-table tbody tr[tabindex]").first().click();
    await page.keyboard.press("f");
    await page.locator(".confirm").waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".below .fate.is-done, .below .fate.is-refused, .sort-table tbody tr", { hasText: /in effect|refused|-s\d/ }).first().waitFor({ timeout: PATIENCE_MS });
  });

  test("words change with the language, and the exercise goes on", async () => {
    const { page } = birch;
    const language = page.locator(".look select");
    await language.selectOption("zh");
    await expect.poll(() => page.locator("html").getAttribute("lang")).toBe("zh");
    await page.getByRole("tab", { name: /预警/ }).first().waitFor();
    await language.selectOption("ru");
    await page.getByRole("tab", { name: /[а-я]/ }).first().waitFor();
    await language.selectOption("en");
    await page.locator(".link-state.is-live").waitFor();
  });

  test("what is pasted is text, whatever it looks like", async () => {
    const { page } = birch;
    for (const text of ["<script>document.title='taken'</script><img src=x onerror=alert(1)>", "‮עברית مرحبا", "🜨"]) {
      await page.locator("#command-bar").fill(`say all ${text}`);
      await page.locator("#command-bar").press("Enter");
      await page.locator(".command-answer .fate, .command-answer:not(:empty)").first().waitFor();
    }
    await page.locator("#command-bar").fill("x".repeat(1_000_000));
    await page.locator("#command-bar").press("Enter");
    await page.locator(".command-answer", { hasText: "6000" }).waitFor();
    await page.locator("#command-bar").fill("");
    expect(await page.title()).not.toBe("taken");
  });

  test("nothing went wrong on the way, and nothing left this machine", () => {
    expect(birch.faults).toEqual([]);
  });
});

/** Pick the first event of the board that has the keyboard, unless one is picked. */
async function pickOne(page: Window["page"]): Promise<void> {
  if ((await page.locator(".event.picked").count()) === 0) await page.keyboard.press("1");
  await page.locator(".event.picked").first().waitFor();
}
