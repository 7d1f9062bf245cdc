import { beforeAll, expect, test, vi } from "vitest";
import type { Hello, Line } from "../../src/stream/frames";
import { Picture } from "../../src/stream/picture";
import birch300 from "../frames/birch.300s.json";
import birch540 from "../frames/birch.540s.json";
import birch900 from "../frames/birch.900s.json";

vi.stubGlobal("localStorage", { getItem: () => "en", setItem: () => undefined });
let say: typeof import("../../src/screens/knowing");
let cross: typeof import("../../src/screens/watch/crossing");
let story: typeof import("../../src/screens/watch/story");
let tour: typeof import("../../src/screens/watch/Tour");
beforeAll(async () => {
  say = await import("../../src/screens/knowing");
  cross = await import("../../src/screens/watch/crossing");
  story = await import("../../src/screens/watch/story");
  tour = await import("../../src/screens/watch/Tour");
});

const CLOCK = { speed_ratio: 1, is_paused: false, until_event: false, is_scored: false, is_over: false, is_stopped: false };
function pictureOf(timeMs: number, state: Hello["state"]): Picture {
  const picture = new Picture();
  picture.take({ type: "hello", seq: 0, time_ms: timeMs, utc_ms: 0, dtg: {}, sees: "node", node: "birch", clock: CLOCK, state });
  return picture;
}
const line = (timeMs: number, kind: string, body: Record<string, unknown>): Line => ({ seq: 1, time_ms: timeMs, node: "alder", kind, body });
const report = (id: string, sentMs: number, to = "birch"): Line =>
  line(sentMs, "Envelope", {
    msg_id: id,
    sent_ms: sentMs,
    due_ms: sentMs + 2000,
    message: { msg_type: "report", releasable_to: to, payload: { type: "LaunchReport", launch_point: { lat_rad: 0.5, lon_rad: 0.9 } } },
  });

test("a nation without an event knew nothing", () => {
  const picture = pictureOf(300_000, birch300);
  expect(say.knownBy(picture)).toBe("nothing");
  expect(say.knowing(picture, "birch", "T+0:00")).toEqual([
    "At T+0:00 Birch knew nothing: no sensor of its own saw a launch, and nobody had told it of one.",
  ]);
});

test("what is known is said with whose word it is, where, when, and who was warned", () => {
  const picture = pictureOf(540_000, birch540);
  expect(say.knownBy(picture)).toBe("told");
  expect(say.knowing(picture, "birch", "T+4:00")).toEqual([
    "At T+4:00 Birch knew of a launch on the word of Alder, whose satellite and radar saw it.",
    "And of 2 more.",
    "It would come down at Taroviel in 12:53.",
    "Confidence high; the watch says valid.",
    "The people of Taroviel had been warned.",
  ]);
  expect(say.knownBy(pictureOf(900_000, birch900))).toBe("both");
});

test("a report is on its way from when it is sent until it has come", () => {
  const sent = [report("alder-birch#1", 351_000), report("alder-joint#1", 351_000, "joint")];
  const came = [line(354_000, "Delivery", { msg_id: "alder-birch#1" })];
  expect(cross.crossingsAt(sent, came, 350_999)).toEqual([]);
  const [crossing] = cross.crossingsAt(sent, came, 352_500);
  expect(crossing).toMatchObject({ along: 0.5, isFirst: true, place: { lat_rad: 0.5 } });
  expect(cross.crossingsAt(sent, came, 354_001)).toEqual([]);
});

test("what an agreement takes from a report is read from its terms", () => {
  const taken = cross.takenBy({ coarsening: { grid_rad: 0.008727 }, fields_released: ["a", "b"], min_delay_ms: 30_000 });
  expect(taken).toEqual({ gridKm: 56, withheld: 14, delayS: 30 });
  expect(cross.heldBackAt([line(381_000, "Refusal", { to: "birch", payload_kind: "LaunchReport", reason: "so" })], 390_000)).toBe("so");
  expect(cross.heldBackAt([line(381_000, "Refusal", { to: "birch", payload_kind: "LaunchReport", reason: "so" })], 402_000)).toBe("");
});

test("the film goes slowly around its moments and quickly elsewhere", () => {
  const tells = [line(350_000, "LaunchWarning", {}), line(420_000, "TrackConfirmed", { phenomenology: "radar" })];
  const hears = [line(354_000, "Delivery", { message: { payload: { type: "LaunchReport" } } })];
  const found = story.storyOf(tells, hears);
  expect(found).toMatchObject({ seenMs: 350_000, toldMs: 354_000, trackedMs: 420_000, selfMs: null });
  expect(story.paceOf(found, 351_000)).toBeLessThan(story.paceOf(found, 380_000));
  expect(story.paceOf(found, 421_000)).toBe(story.paceOf(found, 351_000));
});

test("the tour's captions come at the film's moments, and the other agreement after the tracks", () => {
  const found = { ...story.NO_STORY, seenMs: 350_000, toldMs: 354_000, trackedMs: 420_000 };
  expect(tour.stepAt(0, story.NO_STORY, 400_000)).toBe(0);
  expect(tour.stepAt(0, found, 346_000)).toBe(0);
  expect(tour.stepAt(0, found, 347_000)).toBe(1);
  expect(tour.stepAt(3, found, 430_000)).toBe(3);
  expect(tour.stepAt(3, found, 446_000)).toBe(4);
});
