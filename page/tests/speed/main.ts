import { makeGlobe } from "../../src/map/globe";
import { LAYERS } from "../../src/scene/scene";
import "../../src/style/base.css";
import { crowd } from "./crowd";

const query = new URLSearchParams(location.search);
document.documentElement.dataset.theme = query.get("theme") ?? "dark";
const host = document.getElementById("page") as HTMLElement;
host.style.display = "block";
const globe = await makeGlobe(host, (pick) => console.log(JSON.stringify(pick)));
const all = new Set(LAYERS);
globe.lookAt([10, 20, 0], Number(query.get("span") ?? 110));
let timeMs = 0;
const tracks = Number(query.get("tracks") ?? 60);
globe.show(crowd(tracks, timeMs), all, null);
setInterval(() => {
  timeMs += 1_000;
  globe.show(crowd(tracks, timeMs), all, { section: "tracks", key: "t4" });
}, 1_000);
const view = query.get("view");
if (view === "plane" || view === "columbus") globe.view(view);
