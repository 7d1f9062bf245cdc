import { expect, test, vi } from "vitest";
import { endOf, faultNow } from "../../src/control/faulting";
import { Picture } from "../../src/stream/picture";

vi.hoisted(() => {
  vi.stubGlobal("localStorage", { getItem: () => "en" }); // words are chosen by what the browser has kept
});

test("a fault is ended as it was set: by an inject that is due at once", () => {
  const outage = endOf({ kind: "sensor", until_ms: 9, sensor_id: "north" });
  const order = faultNow(new Picture(), "north", "Fault ended: north", [outage], "end");
  expect(order).toMatchObject({ type: "WriteInject", inject: { inject_id: "end-north-0", time_ms: 0, effects: [{ type: "EndOutage", sensor_id: "north" }] } });
  expect(endOf({ kind: "link", until_ms: 9, source: "alder", target: "birch", loss: 1 })).toEqual({ type: "EndLinkFault", source: "alder", target: "birch" });
});
