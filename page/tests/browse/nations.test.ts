import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, type Window } from "./browser";
import { MACHINES, PATIENCE_MS, post, setSpeed, sit } from "./drive";
import { openHouse, reopenHouse, type House } from "./house";

/** Names that a nation keeps to itself under every agreement: of its own events. */
const OWN: Readonly<Record<string, RegExp>> = { alder: /\balder-e\d+(\.\d+)?\b/g, birch: /\bbirch-e\d+(\.\d+)?\b/g };
/** Sections whose keys are a nation's own too, and which the agreement that is played tells nobody. */
const PRIVATE = ["sensors", "batteries", "supplies", "plans", "shots"] as const;

interface Seen extends Window {
  frames: string[];
}

describe.each(MACHINES)("two nations at once, %s", (machine) => {
  let browser: Browser;
  let house: House;
  let alder: Seen;
  let birch: Seen;

  beforeAll(async () => {
    house = await openHouse("play", ["--no-open"]);
    browser = await launch(machine);
    alder = listening(await sit(browser, house, "Play Alder"));
    birch = listening(await sit(browser, house, "Play Birch"));
    await Promise.all([alder, birch].map(({ page }) => page.reload()));
    await Promise.all([alder, birch].map(({ page }) => page.locator(".link-state.is-live").waitFor({ timeout: PATIENCE_MS })));
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  test("neither is ever shown, or sent, what the other keeps to itself", async () => {
    expect((await post(alder.page, "/startex")).status).toBe(200);
    await setSpeed(alder.page, 60);
    await Promise.all([alder, birch].map(({ page }) => page.locator(".event").first().waitFor({ timeout: PATIENCE_MS })));
    await setSpeed(alder.page, 10);
    await alder.page.waitForTimeout(4000);
    await setSpeed(alder.page, 1);
    expect(told("alder", await everything(alder)), "Alder knows its own").not.toEqual([]);
    expect(told("birch", await everything(birch)), "Birch knows its own").not.toEqual([]);
    expect(told("alder", await everything(birch))).toEqual([]);
    expect(told("birch", await everything(alder))).toEqual([]);
    const [ofAlder, ofBirch] = [privateNames(alder), privateNames(birch)];
    expect(ofAlder.length, "Alder's own sensors").toBeGreaterThan(1);
    expect(ofBirch.length, "Birch's own sensors, batteries and shots").toBeGreaterThan(6);
    expect(heard(ofAlder, birch)).toEqual([]);
    expect(heard(ofBirch, alder)).toEqual([]);
  });

  test("a leak would be found", async () => {
    await birch.page.evaluate(() => document.body.append("alder-e1"));
    expect(told("alder", await everything(birch))).toEqual(["alder-e1"]);
    await birch.page.reload();
  });

  test("when the line is cut the picture turns grey and says how old it is; then it is live again, nothing lost", async () => {
    await setSpeed(alder.page, 1);
    const before = await alder.page.locator(".event").count();
    await house.kill();
    await alder.page.locator(".lost-line").waitFor({ timeout: PATIENCE_MS });
    expect(await alder.page.locator(".lost-line").innerText()).toMatch(/\d/);
    expect(await alder.page.locator(".room-body.is-old").count()).toBe(1);
    expect(await alder.page.locator(".event").count()).toBe(before);
    house = await reopenHouse(house);
    await alder.page.locator(".link-state.is-live").waitFor({ timeout: PATIENCE_MS });
    await alder.page.locator(".lost-line").waitFor({ state: "detached" });
    expect(await alder.page.locator(".event").count()).toBeGreaterThanOrEqual(before);
    forgive(alder);
    forgive(birch);
  });

  test("nothing went wrong on the way, and nothing left this machine", () => {
    expect([...alder.faults, ...birch.faults]).toEqual([]);
  });
});

/** Keep every frame that a window's stream receives from now on. */
function listening(window: Window): Seen {
  const frames: string[] = [];
  window.page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => frames.push(payload.toString())));
  return { ...window, frames };
}

/** Return the keys under which a nation was sent its own sensors, batteries, plans and shots. */
function privateNames({ frames }: Seen): string[] {
  const found = frames.flatMap((text) => {
    const { state, changed } = JSON.parse(text) as Partial<Record<"state" | "changed", Record<string, object>>>;
    return PRIVATE.flatMap((section) => Object.keys(state?.[section] ?? changed?.[section] ?? {}));
  });
  return [...new Set(found)].filter((name) => name.length > 3);
}

/** Return which names stand, as whole words of the data, in what a window was sent. */
function heard(names: readonly string[], { frames }: Seen): string[] {
  return names.filter((name) => frames.some((text) => text.includes(`"${name}"`)));
}

/** Return all that a window was sent, and all that it shows or says in a name or a title. */
async function everything({ page, frames }: Seen): Promise<string> {
  const shown = await page.evaluate(() => document.documentElement.outerHTML);
  return [shown, ...frames].join("\n");
}

/** Return the names of a nation's own that stand in a text. */
const told = (nation: string, text: string): string[] => [...new Set(text.match(OWN[nation] as RegExp) ?? [])];

/** Forget what a browser says by itself of a server that is gone. */
function forgive(window: Window): void {
  const isOfTheCut = (fault: string): boolean =>
    /^console: .*(ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_CONTENT_LENGTH_MISMATCH|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_SOCKET_NOT_CONNECTED|WebSocket connection)/.test(fault);
  window.faults.splice(0, window.faults.length, ...window.faults.filter((fault) => !isOfTheCut(fault)));
}
