/** The page that `run.mjs` measures: the map's frame with a made-up exercise, fed as a stream would feed it. */
import "../../src/style/base.css";
import { markFrames } from "./frames"; // first: it stubs what the map calls
import { signal } from "@preact/signals";
import { render } from "preact";
import { makeGlobe } from "../../src/map/globe";
import { MapFrame } from "../../src/map/MapFrame";
import { sceneOf } from "../../src/scene/build";
import { LAYERS, type Pick } from "../../src/scene/scene";
import { followTrails } from "../../src/scene/trails";
import type { Tick } from "../../src/stream/frames";
import { Picture } from "../../src/stream/picture";
import { helloOf, tickOf } from "./exercise";

declare global {
  var measure: {
    begin(tracks: number, messages: number, seconds: number): Promise<void>;
    frames(seconds: number): Promise<void>;
    day(tracks: number, messages: number, fromS: number, toS: number): Promise<void>;
  };
}

const place = document.getElementById("page") as HTMLElement;
place.style.gridTemplate = "minmax(0, 1fr) / minmax(0, 1fr)";
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
const nextFrame = () => new Promise((done) => requestAnimationFrame(done));

/** Show so many tracks for so many seconds, a tick a second. */
async function begin(tracks: number, messages: number, seconds: number): Promise<void> {
  const picture = new Picture();
  picture.take(helloOf({ tracks, messages }));
  render(<MapFrame picture={picture} truth={null} picked={signal<Pick | null>(null)} />, place);
  let timeS = 0;
  const texts = Array.from({ length: seconds + 30 }, (_, i) => tickOf({ tracks, messages }, i + 1));
  setInterval(() => {
    const text = texts[timeS++];
    if (text !== undefined) picture.take(JSON.parse(text) as Tick);
  }, 1_000);
  await wait(10_000); // shaders, images and buffers are made once
}

async function frames(seconds: number): Promise<void> {
  const end = markFrames();
  await wait(seconds * 1_000);
  end();
}

let day: ((fromS: number, toS: number) => Promise<void>) | null = null;

/** Play on through a day, every second of it shown, as quickly as it goes. */
async function beginDay(tracks: number, messages: number): Promise<(fromS: number, toS: number) => Promise<void>> {
  const size = { tracks, messages };
  const picture = new Picture();
  picture.take(helloOf(size));
  const trails = followTrails(picture);
  const globe = await makeGlobe(place, () => undefined);
  globe.lookAt([70, 25, 0], 90);
  return async (fromS, toS) => {
    for (let timeS = fromS; timeS < toS; timeS++) {
      picture.take(JSON.parse(tickOf(size, timeS)) as Tick);
      globe.show(sceneOf(picture, null, trails.trails.value), new Set(LAYERS), null);
      if (timeS % 4 === 0) await nextFrame();
    }
  };
}

globalThis.measure = {
  begin,
  frames,
  async day(tracks, messages, fromS, toS) {
    day ??= await beginDay(tracks, messages);
    await day(fromS, toS);
  },
};
