/** The flat map with the fixtures: ?node=birch&at=900&theme=light&view=world&truth=1&language=ru&tracks=300 */
import "../../src/style/base.css";
import { computed, effect, signal } from "@preact/signals";
import { render } from "preact";
import { MapPanel } from "../../src/map/MapPanel";
import { makeFlatMap } from "../../src/map/flat";
import { sceneOf } from "../../src/scene/build";
import { LAYERS, type Layer, type Pick } from "../../src/scene/scene";
import { followTrails } from "../../src/scene/trails";
import type { Sections } from "../../src/stream/frames";
import { language, LANGUAGES } from "../../src/words/words";
import { crowd } from "./crowd";
import { pictureOf } from "./pictures";
import { richer } from "./richer";
import { withNotices } from "./announced";

const FRAMES = import.meta.glob<Sections>("../frames/*.json", { eager: true, import: "default" });
const asked = new URLSearchParams(location.search);
const [node, at] = [asked.get("node") ?? "birch", Number(asked.get("at") ?? 900)];
const frameOf = (name: string): Sections => structuredClone(FRAMES[`../frames/${name}.${at}s.json`] ?? {});

document.documentElement.dataset.theme = asked.get("theme") ?? "dark";
language.value = LANGUAGES.find((known) => known === asked.get("language")) ?? "en";
const state = withNotices(richer(frameOf(node), at * 1000), at * 1000);
const tracks = Number(asked.get("tracks") ?? 0);
const picture = pictureOf(node === "truth" ? "" : node, tracks > 0 ? crowd(state, tracks, at * 1000) : state, at * 1000);
const truth = asked.has("truth") ? pictureOf("", frameOf("truth"), at * 1000) : null;
const followed = followTrails(picture);
const picked = signal<Pick | null>(null);
const layers = signal<ReadonlySet<Layer>>(new Set(LAYERS));
const scene = computed(() => sceneOf(picture, truth, followed.trails.value));

const host = document.getElementById("map");
if (host !== null && !asked.has("panel")) {
  const map = makeFlatMap(host, (pick) => (picked.value = pick));
  effect(() => map.show(scene.value, layers.value, picked.value));
  if (asked.get("view") === "world") map.lookAt([60, 10, 0], 180);
  else map.lookAt([Number(asked.get("lon") ?? 70), Number(asked.get("lat") ?? 36), 0], Number(asked.get("span") ?? 28));
}

const [section, ...key] = (asked.get("pick") ?? "").split("/");
if (section !== undefined && section !== "") picked.value = { section, key: key.join("/") };

if (host !== null && asked.has("panel")) render(<MapPanel picture={picture} truth={truth} picked={picked} />, host);

/** For measuring and for moving pictures: the next second. */
let seconds = at;
export function tick(): void {
  seconds += 1;
  const changed: Sections = tracks > 0 ? { tracks: crowd(state, tracks, seconds * 1000).tracks ?? {} } : {};
  const links = { ...frameOf(node).links };
  const bump = (item: unknown): unknown => ({ ...(item as object), sent: seconds, highest_seq: seconds });
  const bumped = Object.fromEntries(Object.entries(links).map(([key, item]) => [key, bump(item)]));
  picture.take({ type: "tick", seq: seconds, time_ms: seconds * 1000, utc_ms: 0, dtg: {}, records: [], changed: { ...changed, links: bumped }, gone: {} });
}
Object.assign(window, { tick, picked });
