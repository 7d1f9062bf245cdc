import { expect, test } from "vitest";
import type { Hello, Tick } from "../../src/stream/frames";
import { Player } from "../../src/stream/player";
import { Strip, type FilmFrame } from "../../src/stream/strip";
import birch300 from "../frames/birch.300s.json";
import birch540 from "../frames/birch.540s.json";

const CHUNK_MS = 60_000;
const CLOCK = { speed_ratio: 1, is_paused: false, until_event: false, is_scored: false, is_over: false, is_stopped: false };

const moment = (timeMs: number) => ({ time_ms: timeMs, utc_ms: timeMs, dtg: {} });
const hello = (timeMs: number, state: Hello["state"]): Hello => ({
  type: "hello",
  seq: 0,
  ...moment(timeMs),
  sees: "node",
  node: "birch",
  clock: CLOCK,
  state,
});
const tick = (timeMs: number, level: string): Tick => ({
  type: "tick",
  seq: timeMs / 1000,
  ...moment(timeMs),
  records: [{ seq: timeMs / 1000, time_ms: timeMs, node: "birch", kind: "AlertChanged", body: { level } }],
  changed: { alert: { birch: { level, since_ms: timeMs } } },
  gone: {},
});

const FILM: Record<number, FilmFrame[]> = {
  5: [hello(300_000, birch300), tick(310_000, "raised"), tick(330_000, "full")],
  6: [hello(360_000, birch300), tick(361_000, "raised")],
  9: [hello(540_000, birch540)],
};

function strip(film: Record<number, FilmFrame[]> = FILM): { shown: Strip; asked: number[] } {
  const asked: number[] = [];
  const load = (number: number) => {
    asked.push(number);
    return Promise.resolve(film[number] ?? null);
  };
  return { shown: new Strip(CHUNK_MS, load), asked };
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done));
const level = (shown: Strip) => shown.picture.section("alert").value.get("birch")?.level;

async function wanted(shown: Strip, timeMs: number): Promise<Strip> {
  shown.want(timeMs);
  await settled();
  return shown;
}

test("a moment is the chunk's hello and the ticks up to it, forwards and backwards", async () => {
  const shown = await wanted(strip().shown, 315_000);
  expect(shown.show(315_000)).toBe(true);
  expect(level(shown)).toBe("raised");
  shown.show(340_000);
  expect(level(shown)).toBe("full");
  shown.show(305_000);
  expect(level(shown)).toBe("normal");
  expect(shown.picture.records.value).toEqual([]);
});

test("playing across chunks takes each record once", async () => {
  const shown = await wanted(strip().shown, 300_000);
  for (let timeMs = 300_000; timeMs <= 365_000; timeMs += 700) shown.show(timeMs);
  expect(shown.picture.records.value.map((record) => record.seq)).toEqual([310, 330, 361]);
  expect(shown.picture.hellos.value).toBe(1);
  expect(level(shown)).toBe("raised");
});

test("what a chunk's hello no longer has is gone when it is gone into", async () => {
  const film = { 8: [hello(480_000, birch540)], 9: [hello(540_000, birch300)] };
  const shown = await wanted(strip(film).shown, 480_000);
  shown.show(500_000);
  expect(shown.picture.section("tracks").value.size).toBeGreaterThan(0);
  shown.show(541_000);
  expect(shown.picture.section("tracks").value.size).toBe(0);
});

test("what is not here is not shown, and what is far is let go", async () => {
  const { shown, asked } = strip();
  await wanted(shown, 300_000);
  expect(shown.readyUntil(300_000)).toBe(7 * CHUNK_MS - 1);
  expect(shown.show(540_000)).toBe(false);
  await wanted(shown, 540_000);
  expect(shown.readyUntil(300_000)).toBeNull();
  expect(shown.show(541_000)).toBe(true);
  expect(shown.picture.section("events").value.size).toBeGreaterThan(0);
  expect(new Set(asked)).toEqual(new Set([5, 6, 7, 9, 10, 11]));
});

test("a chunk that was not shot is asked for again, but not at every turn", async () => {
  const film = { ...FILM };
  const { shown, asked } = strip(film);
  await wanted(shown, 420_000);
  await wanted(shown, 420_000);
  expect(asked.filter((number) => number === 7)).toHaveLength(1);
  film[7] = [hello(420_000, birch300)];
  shown.askAgain();
  await wanted(shown, 420_000);
  expect(shown.show(420_000)).toBe(true);
});

test("all that is shown stands on one clock, which waits for the slowest", async () => {
  const quick = await wanted(strip().shown, 300_000);
  const slow = strip({ 5: [hello(300_000, birch300)] }).shown;
  const player = new Player();
  player.timeMs.value = 300_000;
  player.put([quick, slow]);
  await settled();
  player.advance(0);
  expect(player.isWaiting.value).toBe(false);
  player.isPlaying.value = true;
  player.speed.value = 400;
  player.advance(100);
  expect(player.timeMs.value).toBe(340_000);
  player.advance(200);
  expect(player.timeMs.value).toBe(359_999);
  expect(player.isWaiting.value).toBe(true);
  expect(quick.picture.moment.value.time_ms).toBe(330_000);
});

test("a film whose end is not known yet does not turn the clock back", async () => {
  const player = new Player();
  player.timeMs.value = 330_000;
  player.put([await wanted(strip().shown, 330_000)], () => 0);
  player.isPlaying.value = true;
  player.advance(100);
  expect(player.timeMs.value).toBe(330_000);
  player.seek(340_000);
  expect(player.timeMs.value).toBe(340_000);
});

test("a film that is still being shot is played up to its edge", async () => {
  const shown = await wanted(strip().shown, 300_000);
  const player = new Player();
  let edgeMs = 305_000;
  player.timeMs.value = 300_000;
  player.put([shown], () => edgeMs);
  player.isPlaying.value = true;
  player.speed.value = 100;
  player.advance(100);
  expect(player.timeMs.value).toBe(305_000);
  edgeMs = 400_000;
  player.advance(100);
  expect(player.timeMs.value).toBe(315_000);
});
