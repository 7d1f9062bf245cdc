import { signal } from "@preact/signals";
import { expect, test } from "vitest";
import { idOf, namedBy, startAnswering } from "../../src/orders/answering";
import type { Pick } from "../../src/scene/scene";
import { Picture } from "../../src/stream/picture";

function pictureOf(state: Record<string, Record<string, unknown>>): Picture {
  const picture = new Picture();
  picture.take({ type: "tick", seq: 0, time_ms: 0, utc_ms: 0, dtg: {}, records: [], changed: state, gone: {} });
  return picture;
}
const picture = pictureOf({ plans: { "e1/o/b": { event_id: "e1" } }, texts: { "birch/birch-t1": { text_id: "birch-t1" } } });
const pick = (section: string, key: string): Pick => ({ section, key });

test("an order answers what it names, as doctrine's own cells have it", () => {
  expect(namedBy({ type: "AssessEvent", event_id: "birch-e1", assessment: "valid" })).toBe("birch-e1");
  expect(namedBy({ type: "Say", to: "alder", text: "yes", answers: "alder-t1" })).toBe("alder-t1");
  expect(namedBy({ type: "SendPublicWarning", event_id: "", areas: ["taroviel"] })).toBe("");
  expect(namedBy({ type: "SetAlert", level: "full" })).toBe("");
});

test("what is picked is answered by its own id; what cannot be answered by none", () => {
  expect(idOf(pick("plans", "e1/o/b"), picture)).toBe("e1");
  expect(idOf(pick("texts", "birch/birch-t1"), picture)).toBe("birch-t1");
  expect(idOf(pick("messages", "alder-birch#4"), picture)).toBe("alder-birch#4");
  expect(idOf(pick("messages", "sent birch-alder#4"), picture)).toBe("");
  expect(idOf(pick("notices_to_give", "n1/0"), picture)).toBe("n1");
  expect(idOf(pick("levels", "full"), picture)).toBe("");
  expect(idOf(null, picture)).toBe("");
});

test("an alert set after an event was picked answers the event, until it is let go", () => {
  const picked = signal<Pick | null>(pick("events", "birch-e1"));
  const answering = startAnswering(picked, picture);
  picked.value = pick("levels", "full");
  expect(answering.of({ type: "SetAlert", level: "full" })).toBe("birch-e1");
  expect(answering.of({ type: "AssessEvent", event_id: "birch-e2" })).toBe("birch-e2");
  picked.value = null;
  expect(answering.of({ type: "SetAlert", level: "full" })).toBe("");
  answering.stop();
});
