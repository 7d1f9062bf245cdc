import { expect, test } from "vitest";
import type { Hello, Tick } from "../../src/stream/frames";
import { Picture } from "../../src/stream/picture";
import birch from "../frames/birch.540s.json";

const CLOCK = { speed_ratio: 1, is_paused: false, until_event: false, is_scored: true, is_over: false, is_stopped: false };
const hello: Hello = {
  type: "hello",
  seq: 7,
  time_ms: 540_000,
  utc_ms: 0,
  dtg: {},
  sees: "node",
  node: "birch",
  clock: CLOCK,
  state: birch,
};
const tick: Tick = { type: "tick", seq: 8, time_ms: 541_000, utc_ms: 0, dtg: {}, records: [], changed: {}, gone: {} };

test("state after hello plus every change is what the engine holds", () => {
  const picture = new Picture();
  picture.take(hello);
  expect(picture.section("events").value.get("birch-e1")?.assessment).toBe("valid");
  picture.take({ ...tick, gone: { events: ["birch-e1"] }, changed: { alert: { birch: { level: "normal", since_ms: 1 } } } });
  expect(picture.section("events").value.has("birch-e1")).toBe(false);
  expect(picture.section("alert").value.get("birch")?.level).toBe("normal");
  expect(picture.seq.value).toBe(8);
});

test("another hello leaves nothing of the old state", () => {
  const picture = new Picture();
  picture.take(hello);
  picture.take({ ...hello, state: {} });
  expect(picture.section("events").value.size).toBe(0);
});
