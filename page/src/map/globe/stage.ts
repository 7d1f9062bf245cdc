import {
  Color,
  Credit,
  CreditDisplay,
  Ellipsoid,
  Globe,
  ImageryLayer,
  Ion,
  JulianDate,
  MapMode2D,
  Rectangle,
  Scene,
  SingleTileImageryProvider,
  TimeInterval,
  Transforms,
} from "@cesium/engine";
import type { Palette } from "./palette";

/** One moment for ever: the sun is not drawn, and the tables of the earth's turning are read for this day alone. */
export const ONE_DAY = JulianDate.fromIso8601("2026-03-20T12:00:00Z");

const FARTHEST_M = 45_000_000;
const NEAREST_M = 150_000;
const SEA = { dark: "#0c1d2b", light: "#c3d5e2" };
const AROUND = { dark: "#05080c", light: "#dfe6ec" };

declare global {
  var CESIUM_BASE_URL: string;
}

/** Return whether pixels are drawn by the processor; then edges are left rough, which is twice as fast. */
function isSoftware(canvas: HTMLCanvasElement): boolean {
  const context = canvas.getContext("webgl2");
  const info = context?.getExtension("WEBGL_debug_renderer_info");
  if (context === null || context === undefined || info === null || info === undefined) return false;
  return /swiftshader|llvmpipe|software/i.test(String(context.getParameter(info.UNMASKED_RENDERER_WEBGL)));
}

function softwareHere(): boolean {
  const probe = document.createElement("canvas");
  const answer = isSoftware(probe);
  probe.getContext("webgl2")?.getExtension("WEBGL_lose_context")?.loseContext();
  return answer;
}

/**
 * Where the engine puts its credits: the credit is a line of ours, beside the map's buttons.
 *
 * It stands in a shadow tree that is never shown, and so does the sheet that the engine writes beside it: the server
 * lets in no sheet but those of its own files.
 */
function unseen(): Element {
  const inside = document.createElement("div");
  document.createElement("div").attachShadow({ mode: "open" }).append(inside);
  return inside;
}

/**
 * Ask for the table of the earth's turning before the engine does, which leaves it to nobody to hear that the server is
 * gone; without the table it takes a mean pole, and here nothing is seen of that.
 */
function askForTurning(): void {
  Transforms.preloadIcrfFixed(new TimeInterval({ start: ONE_DAY, stop: ONE_DAY })).catch(() => undefined);
}

/**
 * Set up the globe in a canvas: no sky, no sun, no water, no service of anyone; what is left is what an operations
 * room needs, and draws quickly.
 */
export function setUp(canvas: HTMLCanvasElement, palette: Palette): Scene {
  globalThis.CESIUM_BASE_URL = "/page/cesium/";
  Ion.defaultAccessToken = "";
  CreditDisplay.cesiumCredit = new Credit("CesiumJS", true);
  askForTurning();
  const scene = new Scene({
    canvas,
    creditContainer: unseen(),
    requestRenderMode: true,
    maximumRenderTimeChange: Number.POSITIVE_INFINITY,
    orderIndependentTranslucency: false,
    mapMode2D: MapMode2D.INFINITE_SCROLL,
    msaaSamples: softwareHere() ? 1 : 4,
    contextOptions: { webgl: { alpha: false, antialias: false, powerPreference: "high-performance" } },
  });
  scene.globe = new Globe(Ellipsoid.WGS84);
  scene.globe.showGroundAtmosphere = false;
  scene.globe.enableLighting = false;
  scene.globe.showWaterEffect = false;
  scene.globe.maximumScreenSpaceError = 3;
  scene.fog.enabled = false;
  scene.highDynamicRange = false;
  scene.rethrowRenderErrors = true;
  const controls = scene.screenSpaceCameraController;
  controls.minimumZoomDistance = NEAREST_M;
  controls.maximumZoomDistance = FARTHEST_M;
  controls.inertiaSpin = controls.inertiaTranslate = controls.inertiaZoom = 0.4;
  paint(scene, palette);
  return scene;
}

/** The world's picture that a globe has, or waits for. */
interface Ground {
  layer: ImageryLayer | null;
}
const grounds = new WeakMap<Scene, Ground>();

/** Lay the world of the chosen theme on the globe; until it has come, and without it, the globe is plain sea. */
export function paint(scene: Scene, palette: Palette): void {
  const theme = palette.isLight ? "light" : "dark";
  scene.backgroundColor = Color.fromCssColorString(AROUND[theme]);
  scene.globe.baseColor = Color.fromCssColorString(SEA[theme]);
  const url = palette.isLight ? "/world/light.webp" : "/world/day.webp";
  const before = grounds.get(scene);
  if (before?.layer != null) scene.imageryLayers.remove(before.layer);
  const ground: Ground = { layer: null };
  grounds.set(scene, ground);
  SingleTileImageryProvider.fromUrl(url, { rectangle: Rectangle.MAX_VALUE })
    .then((provider) => {
      if (scene.isDestroyed() || grounds.get(scene) !== ground) return;
      ground.layer = new ImageryLayer(provider);
      scene.imageryLayers.add(ground.layer, 0); // below the night
      scene.requestRender();
    })
    .catch(() => scene.isDestroyed() || scene.requestRender());
}
