/** The map's frame with the fixtures: ?node=birch&at=900&theme=light&truth=1&language=ru&map=globe&two=1 */
import "../../src/style/base.css";
import { signal } from "@preact/signals";
import { render } from "preact";
import { MapFrame } from "../../src/map/MapFrame";
import type { Pick } from "../../src/scene/scene";
import type { Sections } from "../../src/stream/frames";
import type { Picture } from "../../src/stream/picture";
import { language, LANGUAGES } from "../../src/words/words";
import { pictureOf } from "./pictures";
import { richer } from "./richer";
import { withNotices } from "./announced";

const FRAMES = import.meta.glob<Sections>("../frames/*.json", { eager: true, import: "default" });
const asked = new URLSearchParams(location.search);
const at = Number(asked.get("at") ?? 900);

document.documentElement.dataset.theme = asked.get("theme") ?? "dark";
language.value = LANGUAGES.find((known) => known === asked.get("language")) ?? "en";

function pictureAt(node: string): Picture {
  const frame = structuredClone(FRAMES[`../frames/${node}.${at}s.json`] ?? {});
  return pictureOf(node === "truth" ? "" : node, withNotices(richer(frame, at * 1000), at * 1000), at * 1000);
}

const picture = pictureAt(asked.get("node") ?? "birch");
const other = asked.has("two") ? pictureAt("alder") : null;
const truth = asked.has("truth") ? pictureAt("truth") : null;
const picked = signal<Pick | null>(null);

/** Fly on for a second: each track goes its way. */
function second(of: Picture): void {
  const moment = of.moment.value;
  const tracks = Object.fromEntries(
    [...of.section("tracks").value].map(([key, track]) => {
      const [east, north, up] = track.velocity_enu;
      const lon_rad = track.lon_rad + east / 6_371_000 / Math.cos(track.lat_rad);
      return [key, { ...track, lat_rad: track.lat_rad + north / 6_371_000, lon_rad, alt_m: track.alt_m + up }];
    }),
  );
  const time_ms = moment.time_ms + 1_000;
  of.take({ type: "tick", seq: 1, time_ms, utc_ms: 0, dtg: {}, records: [], changed: { tracks }, gone: {} });
}

if (asked.has("moving")) setInterval(() => [picture, other].forEach((each) => each && second(each)), 1_000);

const place = document.getElementById("page");
if (place !== null) {
  place.style.gridTemplate = `minmax(0, 1fr) / repeat(${other === null ? 1 : 2}, minmax(0, 1fr))`;
  const frames = [picture, ...(other === null ? [] : [other])];
  render(<>{frames.map((each) => <MapFrame key={each} picture={each} truth={truth} picked={picked} />)}</>, place);
}
