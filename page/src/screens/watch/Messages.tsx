import type { RefObject } from "preact";
import { lookingAt, screenOf, type Point } from "../../map/flat/view";
import type { LatLon } from "../../stream/sections";
import { WATCH } from "../../words/first";
import { t } from "../../words/words";
import { crossingsAt, heldBackAt, takenBy, type Crossing } from "./crossing";
import { HEARS, LOOKING, TELLS } from "./story";
import type { Sides, Watching } from "./useWatch";

const DEGREES = 180 / Math.PI;
const KM_A_PX = 7; // of blur: a grid of half a degree is plainly out of focus
const ARC = 0.16; // how high a message flies, as a share of its way

interface Props {
  watching: Watching;
  sides: Sides;
  place: RefObject<HTMLDivElement | null>;
}

/** Reports flying from one map to the other, as blurred as the agreement makes them. */
export function Messages({ watching: { player }, sides, place }: Props) {
  const timeMs = player.timeMs.value;
  const sent = sides.tells.picture.records.value;
  const flying = crossingsAt(sent, sides.hears.picture.records.value, timeMs);
  const isHeld = heldBackAt(sent, timeMs) !== "";
  const { gridKm } = takenBy(sides.tells.picture.section("agreement").value.get("terms"));
  const host = place.current;
  if (host === null) return null;
  return (
    <div class="messages" aria-hidden="true">
      {flying.map((crossing) => (
        <Flying key={crossing.id} crossing={crossing} host={host} blurPx={gridKm / KM_A_PX} />
      ))}
      {isHeld && <Stopped host={host} />}
    </div>
  );
}

function Flying({ crossing, host, blurPx }: { crossing: Crossing; host: HTMLElement; blurPx: number }) {
  const from = spot(host, TELLS, crossing.place);
  const to = spot(host, HEARS, crossing.place);
  const { along } = crossing;
  const eased = along * along * (3 - 2 * along);
  const x = from[0] + (to[0] - from[0]) * eased;
  const y = from[1] + (to[1] - from[1]) * eased - ARC * (to[0] - from[0]) * 4 * eased * (1 - eased);
  const blur = blurPx * Math.min(1, Math.max(0, eased * 4 - 1.5)); // it is blurred where it goes through the gate
  return (
    <div class={`message${crossing.isFirst ? " is-first" : ""}`} style={{ transform: `translate(${x}px, ${y}px)` }}>
      <i style={{ filter: `blur(${blur}px)` }} />
      {crossing.isFirst && <span>{t(WATCH.sends)}</span>}
    </div>
  );
}

function Stopped({ host }: { host: HTMLElement }) {
  const gate = host.querySelector(".gate");
  if (gate === null) return null;
  const [around, box] = [host.getBoundingClientRect(), gate.getBoundingClientRect()];
  const [x, y] = [box.left - around.left, spot(host, TELLS, null)[1]];
  return (
    <div class="message is-stopped" style={{ transform: `translate(${x}px, ${y}px)` }}>
      <i />
    </div>
  );
}

/** Return where a place is on the map of a nation; the middle of the map without one. */
function spot(host: HTMLElement, nation: string, place: LatLon | null): Point {
  const pane = host.querySelector(`[data-nation="${nation}"]`);
  if (pane === null) return [0, 0];
  const [around, box] = [host.getBoundingClientRect(), pane.getBoundingClientRect()];
  const view = lookingAt({ lon: 0, lat: 0, pxPerDeg: 1, width: box.width, height: box.height }, LOOKING.at, LOOKING.spanDeg);
  const at = place === null ? LOOKING.at : ([place.lon_rad * DEGREES, place.lat_rad * DEGREES, 0] as const);
  const [x, y] = screenOf(view, at);
  return [box.left - around.left + x, box.top - around.top + y];
}
