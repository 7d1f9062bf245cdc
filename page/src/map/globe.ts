import { Cartesian2, type Scene as Stage, SceneMode, ScreenSpaceEventHandler, ScreenSpaceEventType } from "@cesium/engine";
import { effect } from "@preact/signals";
import type { FlashMark, Layer, LineMark, OnPick, Pick, Position, RingMark, Scene, WorldMap } from "../scene/scene";
import "../style/map.css";
import { MAP } from "../words/globe";
import { t } from "../words/words";
import { markExercise } from "./globe/exercise";
import { change, lookDown, pan, zoom } from "./globe/eye";
import { Flashes } from "./globe/flashes";
import { drawGraticule } from "./globe/graticule";
import { Images } from "./globe/images";
import { Lines } from "./globe/lines";
import { NightSide } from "./globe/night";
import { paletteOf } from "./globe/palette";
import { signsOf } from "./globe/signs";
import { ONE_DAY, paint, setUp } from "./globe/stage";
import { Symbols } from "./globe/symbols";
import { isSolid, Volumes } from "./globe/volumes";
import { sunOf } from "./night";
import type { GlobeView } from "./views";
import { world } from "./world";

const PICK_PX = 13; // odd, so that the place clicked is the middle pixel
const FINEST = 2; // device pixels for a pixel of the page; finer ones cost more than anyone sees
const GLIDE_FRAME_MS = 30; // while only symbols glide, half of the frames are enough
const FLIGHT_S = 0.7;

export interface GlobeMap extends WorldMap {
  view(view: GlobeView): void;
  /** Move the middle by shares of what is seen. */
  pan(east: number, north: number): void;
}

/** What the globe tells the room that it stands in. */
export interface GlobeTells {
  /** A frame was drawn because something moves; not called for one that stands alone. */
  frame(nowMs: number): void;
  rest(): void;
  /** The graphics processor has let go of the map. */
  lost(): void;
}

const TELLS_NOBODY: GlobeTells = { frame: () => undefined, rest: () => undefined, lost: () => undefined };

interface Layers {
  images: Images;
  lines: Lines;
  symbols: Symbols;
  flashes: Flashes;
  volumes: Volumes;
  night: NightSide;
}

interface Shown {
  scene: Scene;
  visible: ReadonlySet<Layer>;
  picked: Pick | null;
}

function makeLayers(stage: Stage, host: HTMLElement): Layers {
  const palette = paletteOf(host);
  const images = new Images(palette);
  const into = stage.primitives;
  drawGraticule(stage, palette);
  const volumes = new Volumes(into, palette);
  const lines = new Lines(into, palette);
  const night = new NightSide(stage, palette);
  return { images, volumes, lines, night, symbols: new Symbols(into, stage, palette, images), flashes: new Flashes(into, stage, images) };
}

function showAll(layers: Layers, { scene, visible, picked }: Shown, isFlat: boolean, nowMs: number): void {
  const strokes: (LineMark | RingMark)[] = [];
  const flashes: FlashMark[] = [];
  for (const mark of scene.marks) {
    if (mark.shape === "flash") flashes.push(mark);
    else if (mark.shape === "line" || mark.shape === "ring") strokes.push(mark);
  }
  layers.symbols.show(signsOf(scene.marks, layers.images), visible, picked, nowMs);
  layers.lines.show(strokes, visible, picked);
  layers.flashes.show(flashes, visible, nowMs);
  layers.volumes.show(scene.marks.filter(isSolid), visible, isFlat);
  layers.night.show(sunOf(scene, visible));
}

function destroyAll({ lines, symbols, flashes, volumes, night }: Layers): void {
  for (const layer of [lines, symbols, flashes, volumes, night]) layer.destroy();
}

/** Symbols first, then lines: a symbol is what a finger goes for. */
function pickAt(stage: Stage, symbols: Symbols, at: Cartesian2): Pick | null {
  const symbol = symbols.nearest(at);
  if (symbol !== null) return symbol;
  const found = stage.pick(at, PICK_PX, PICK_PX) as { id?: Pick | null } | undefined;
  return found?.id ?? null;
}

/** Watch whether the page has gone from dark to light; returns what ends it. */
function onTheme(then: () => void): () => void {
  const watch = new MutationObserver(then);
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => watch.disconnect();
}

/** Keep the canvas as large as the room gives it; returns what ends it. */
function keepSize(stage: Stage, host: HTMLElement, then: (widthPx: number, heightPx: number, ratio: number) => void): () => void {
  const resize = () => {
    const ratio = Math.min(FINEST, window.devicePixelRatio || 1);
    const canvas = stage.canvas;
    canvas.width = Math.max(1, Math.round(host.clientWidth * ratio));
    canvas.height = Math.max(1, Math.round(host.clientHeight * ratio));
    (stage as Stage & { pixelRatio: number }).pixelRatio = ratio; // Cesium has it, and leaves it out of its types
    const frustum = stage.camera.frustum as { aspectRatio?: number; right?: number; top?: number; bottom?: number };
    if (frustum.aspectRatio !== undefined) frustum.aspectRatio = canvas.width / canvas.height;
    else if (frustum.right !== undefined) {
      frustum.top = frustum.right * (canvas.height / canvas.width);
      frustum.bottom = -frustum.top;
    }
    then(canvas.width, canvas.height, ratio);
    stage.requestRender();
  };
  const watch = new ResizeObserver(resize);
  watch.observe(host);
  resize();
  return () => watch.disconnect();
}

/** Draw when something has changed, and only then; returns what ends it. */
function keepDrawing(stage: Stage, moves: (nowMs: number) => boolean, tells: GlobeTells): () => void {
  let asked = 0;
  let movedAtMs = 0;
  let isMoving = false;
  const frame = (nowMs: number) => {
    asked = requestAnimationFrame(frame);
    if (nowMs - movedAtMs >= GLIDE_FRAME_MS) {
      movedAtMs = nowMs;
      const wasMoving = isMoving;
      isMoving = moves(performance.now());
      if (isMoving || wasMoving) stage.requestRender();
      if (isMoving) tells.frame(nowMs);
      else if (wasMoving) tells.rest();
    }
    try {
      stage.render(ONE_DAY); // returns at once where nothing asks for a frame
    } catch (error) {
      cancelAnimationFrame(asked);
      console.warn("the globe stopped drawing", error);
      tells.lost();
    }
  };
  asked = requestAnimationFrame(frame);
  return () => cancelAnimationFrame(asked);
}

/** Make the globe in a part of the page.  It draws by itself until it is destroyed. */
export async function makeGlobe(host: HTMLElement, onPick: OnPick, tells: GlobeTells = TELLS_NOBODY): Promise<GlobeMap> {
  const canvas = document.createElement("canvas");
  canvas.className = "globe-canvas";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  host.append(canvas);
  const stage = setUp(canvas, paletteOf(host));
  let layers = makeLayers(stage, host);
  let placeMarking = markExercise(stage, paletteOf(host).isLight);
  let shown: Shown | null = null;
  let span: { at: Position; spanDeg: number } | null = null;
  const isFlat = () => stage.mode === SceneMode.SCENE2D;
  const redraw = () => {
    if (shown !== null) showAll(layers, shown, isFlat(), performance.now());
    stage.requestRender();
  };
  const restyle = () => {
    destroyAll(layers);
    stage.primitives.removeAll();
    layers = makeLayers(stage, host);
    placeMarking = markExercise(stage, paletteOf(host).isLight);
    placeMarking(canvas.width, canvas.height, canvas.width / Math.max(1, host.clientWidth));
    paint(stage, paletteOf(host));
    redraw();
  };
  const moves = (nowMs: number) => {
    const parts = [layers.symbols.glide(nowMs), layers.flashes.glide(nowMs), layers.lines.refresh()];
    return parts.includes(true);
  };
  const clicks = new ScreenSpaceEventHandler(canvas);
  clicks.setInputAction((event: { position: Cartesian2 }) => onPick(pickAt(stage, layers.symbols, event.position)), ScreenSpaceEventType.LEFT_CLICK);
  canvas.addEventListener("webglcontextlost", tells.lost);
  const ends = [
    stage.camera.moveEnd.addEventListener(redraw) as () => void,
    keepSize(stage, host, (...size) => placeMarking(...size)),
    keepDrawing(stage, moves, tells),
    onTheme(restyle),
    world.subscribe(redraw), // the night's picture may come late
    effect(() => canvas.setAttribute("aria-label", t(MAP.keys))),
  ];
  return {
    show(scene, visible, picked) {
      shown = { scene, visible, picked };
      redraw();
    },
    lookAt(at, spanDeg) {
      const isQuiet = matchMedia("(prefers-reduced-motion: reduce)").matches;
      const isFirst = span === null;
      span = { at, spanDeg };
      lookDown(stage, at, spanDeg, isQuiet || isFirst ? 0 : FLIGHT_S);
      stage.requestRender();
    },
    view(view) {
      change(stage, view);
      if (span !== null) lookDown(stage, span.at, span.spanDeg, 0);
      redraw();
    },
    zoom: (factor) => zoom(stage, factor),
    pan: (east, north) => pan(stage, east, north),
    destroy() {
      for (const end of ends) end();
      canvas.removeEventListener("webglcontextlost", tells.lost);
      clicks.destroy();
      destroyAll(layers);
      stage.destroy();
      canvas.remove();
    },
  };
}
