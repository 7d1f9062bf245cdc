import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Seen } from "../exports/main";
import { serve } from "../speed/serve.mjs";
import { launch, openWindow, type Window } from "./browser";
import { tocsin } from "./house";

const PAGE = join(dirname(fileURLToPath(import.meta.url)), "../..");
const WAIT_MS = 600_000; // a run of the flagship on a busy machine
const LOADED_MS = 120_000;
const STARTEX_UTC_MS = Date.parse("2031-03-21T04:00:00Z");
const MIDDLE_MS = 900_000;

/** Exports of one run in a real Cesium page: what it makes of them is what the journal says. */
describe("exports in Cesium", () => {
  let folder: string;
  let browser: Browser;
  let served: { server: Server; address: string };

  function run(...args: string[]): void {
    execFileSync(tocsin(), args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] }); // what went wrong is in the error
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "tocsin-exports-"));
    const site = join(folder, "site");
    const env = { ...process.env, TOCSIN_EXPORTS_PAGE: site };
    execFileSync("npx", ["vite", "build", "--config", "tests/exports/vite.config.ts", "--logLevel", "error"], { cwd: PAGE, env });
    run("run", "first-seen-by-partner", "--agreement", "full-picture", "--out", "runs");
    const journal = join(folder, "runs", readdirSync(join(folder, "runs")).find((name) => name.endsWith(".sqlite")) ?? "");
    mkdirSync(join(site, "files"));
    for (const view of ["truth", "birch"]) {
      for (const form of ["czml", "kml", "geojson", "csv"]) {
        run("export", journal, "--as", form, "--view", view, "--out", `${view}-${form}`);
        const [made = ""] = readdirSync(join(folder, `${view}-${form}`));
        copyFileSync(join(folder, `${view}-${form}`, made), join(site, "files", `${view}.${form}`));
      }
    }
    served = await serve(site);
    browser = await launch("webgl");
  }, WAIT_MS);

  afterAll(async () => {
    await browser?.close();
    served?.server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(file: string): Promise<Window> {
    const window = await openWindow(browser, `${served.address}/page/?file=${file}`);
    await window.page.waitForFunction(() => "exported" in globalThis, null, { timeout: LOADED_MS });
    return window;
  }

  /** Return the rows of a kind of record in a view: the export that draws nothing. */
  function records(view: string, kind: string): Row[] {
    const files = join(folder, `${view}-csv`);
    const name = readdirSync(files).find((each) => each.includes(`.${kind}.`)) ?? "";
    return rowsOf(readFileSync(join(files, name), "utf8"));
  }

  const atMs = (window: Window, timeMs: number): Promise<Seen[]> =>
    window.page.evaluate((iso) => globalThis.exported.at(iso), new Date(STARTEX_UTC_MS + timeMs).toISOString());

  async function picture(window: Window, name: string): Promise<void> {
    await window.page.evaluate((iso) => globalThis.exported.look(70, 30, 5_500_000, iso), iso(MIDDLE_MS));
    const to = process.env["TOCSIN_EXPORTS_PICTURES"];
    const image = await window.page.screenshot(to === undefined ? {} : { path: join(to, `${name}.EXERCISE.png`) });
    expect(image.length).toBeGreaterThan(15_000); // a globe with nothing on it is smaller
  }

  test("true bodies are where the journal says, at every recorded moment that is looked at", async () => {
    const window = await open("truth.czml");
    const told = await window.page.evaluate(() => ({ name: globalThis.exported.name, clock: globalThis.exported.clock }));
    expect(told.name).toMatch(/^EXERCISE /);
    expect(told.clock?.start).toBe("2031-03-21T04:00:00Z");
    const states = records("truth", "BodyStates");
    for (const row of [states[3], states[60], states[120], states[200]].filter((each) => each !== undefined)) {
      const entities = new Map((await atMs(window, Number(row["record_time_ms"]))).map((each) => [each.id, each]));
      const bodies = JSON.parse(row["body_ids"] ?? "[]") as string[];
      const places = JSON.parse(row["states_ecef"] ?? "[]") as number[][];
      bodies.forEach((body, at) => {
        const entity = entities.get(`body/truth/${body}`);
        expect(entity?.is_there).toBe(true);
        expect(apartM(entity?.place_ecef, places[at])).toBeLessThan(0.01);
      });
    }
    expect((await atMs(window, 0)).filter((each) => each.id.startsWith("body/") && each.is_there)).toEqual([]);
    for (const each of await atMs(window, MIDDLE_MS)) expect(each.name).toMatch(/^EXERCISE /);
    await picture(window, "truth.czml");
    expect(window.faults).toEqual([]);
    await window.context.close();
  }, WAIT_MS);

  test("a nation's tracks are where its picture held them, its ellipses there, and no truth", async () => {
    const window = await open("birch.czml");
    const row = records("birch", "PictureState").findLast((each) => Number(each["record_time_ms"]) <= MIDDLE_MS);
    const tracks = JSON.parse(row?.["tracks"] ?? "[]") as { name: string; place: [number, number, number] }[];
    expect(tracks.length).toBeGreaterThan(0);
    const entities = await atMs(window, Number(row?.["record_time_ms"]) + 1);
    for (const track of tracks) {
      const entity = entities.find((each) => each.id === `track/birch/${track.name}`);
      expect(entity?.is_there).toBe(true);
      expect(apartM(entity?.place_ecef, ecefOf(track.place))).toBeLessThan(10); // it has flown on for a millisecond
    }
    const ellipses = entities.filter((each) => each.is_there && each.id.startsWith("impact-ellipse/birch/"));
    expect(ellipses.length).toBeGreaterThan(0);
    for (const each of ellipses) expect(each.axes_m?.[0]).toBeGreaterThanOrEqual(each.axes_m?.[1] ?? Number.NaN);
    expect(entities.filter((each) => each.id.includes("/truth/"))).toEqual([]);
    await picture(window, "birch.czml");
    expect(window.faults).toEqual([]);
    await window.context.close();
  }, WAIT_MS);

  test.each(["truth.kml", "birch.kml", "truth.geojson", "birch.geojson"])("%s opens without a fault", async (file) => {
    const window = await open(file);
    const entities = await atMs(window, MIDDLE_MS);
    expect(entities.length).toBeGreaterThan(30);
    expect(entities.filter((each) => !each.name.startsWith("EXERCISE ") && each.place_ecef !== null)).toEqual([]);
    await picture(window, file);
    expect(window.faults).toEqual([]);
    await window.context.close();
  }, WAIT_MS);
});

type Row = Readonly<Record<string, string>>;

const iso = (timeMs: number): string => new Date(STARTEX_UTC_MS + timeMs).toISOString();

/** Return the rows of a CSV (RFC 4180) by their headings. */
function rowsOf(text: string): Row[] {
  const lines = text.split("\r\n").filter((line) => line !== ""); // these kinds hold no free text
  const [headings = [], ...rows] = lines.map((line) => [...line.matchAll(CELL)].map((cell) => unquoted(cell[1] ?? "")));
  return rows.map((row) => Object.fromEntries(headings.map((heading, at) => [heading, row[at] ?? ""])));
}

const CELL = /("(?:[^"]|"")*"|[^",]*)(?:,|$)/g;

function unquoted(cell: string): string {
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

function apartM(a: readonly number[] | null | undefined, b: readonly number[] | undefined): number {
  if (a === null || a === undefined || b === undefined) return Number.POSITIVE_INFINITY;
  return Math.hypot(...[0, 1, 2].map((axis) => (a[axis] ?? Number.NaN) - (b[axis] ?? Number.NaN)));
}

/** WGS 84. */
function ecefOf([lat, lon, alt]: readonly [number, number, number]): [number, number, number] {
  const e2 = 0.0066943799901413165;
  const n = 6_378_137 / Math.sqrt(1 - e2 * Math.sin(lat) ** 2);
  const across = (n + alt) * Math.cos(lat);
  return [across * Math.cos(lon), across * Math.sin(lon), (n * (1 - e2) + alt) * Math.sin(lat)];
}
