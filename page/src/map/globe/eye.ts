import { Cartesian3, Math as CesiumMath, PerspectiveFrustum, Rectangle, type Scene, SceneMode } from "@cesium/engine";
import type { Position } from "../../scene/scene";
import type { GlobeView } from "../views";

const EARTH_M = 6_371_000;
const M_PER_DEG = 111_000;
const ASLANT = { pitchRad: 0.85, height: 0.62 };
const WIDEST_RAD = 1.35; // half of what a globe can show at all

/** Return how far from the ground the eye must be so that a span is seen. */
export function heightFor(spanDeg: number, viewRad: number): number {
  const half = Math.min(WIDEST_RAD, (spanDeg * Math.PI) / 360);
  return (EARTH_M * Math.sin(half)) / Math.tan(viewRad / 2) - EARTH_M * (1 - Math.cos(half));
}

function viewAngle(scene: Scene): number {
  const frustum = scene.camera.frustum;
  return frustum instanceof PerspectiveFrustum ? (frustum.fovy ?? Math.PI / 3) : Math.PI / 3;
}

/** Look straight down at a place from where `spanDeg` of the ground fit in. */
export function lookDown(scene: Scene, at: Position, spanDeg: number, seconds: number): void {
  const [lon, lat] = at;
  if (scene.mode === SceneMode.SCENE3D || scene.mode === SceneMode.MORPHING) {
    const destination = Cartesian3.fromDegrees(lon, lat, heightFor(spanDeg, viewAngle(scene)));
    scene.camera.flyTo({ destination, duration: seconds });
    return;
  }
  if (scene.mode === SceneMode.COLUMBUS_VIEW) {
    lookAslant(scene, at, spanDeg);
    return;
  }
  const canvas = scene.canvas;
  const wide = Math.max(1, canvas.width / Math.max(1, canvas.height));
  const half = Math.min(spanDeg / 2, 85);
  const south = Math.max(-89, lat - half);
  const north = Math.min(89, lat + half);
  const west = CesiumMath.negativePiToPi(CesiumMath.toRadians(lon - Math.min(175, half * wide)));
  const east = CesiumMath.negativePiToPi(CesiumMath.toRadians(lon + Math.min(175, half * wide)));
  scene.camera.setView({
    destination: new Rectangle(west, CesiumMath.toRadians(south), east, CesiumMath.toRadians(north)),
  });
}

/** Look at a place of the plane from the south, so that heights are seen. */
function lookAslant(scene: Scene, [lon, lat]: Position, spanDeg: number): void {
  const heightM = spanDeg * M_PER_DEG * ASLANT.height;
  const southDeg = (spanDeg * ASLANT.height) / Math.tan(ASLANT.pitchRad);
  const destination = Cartesian3.fromDegrees(lon, Math.max(-89, lat - southDeg), heightM);
  scene.camera.setView({ destination, orientation: { heading: 0, pitch: -ASLANT.pitchRad, roll: 0 } });
}

export function change(scene: Scene, view: GlobeView): void {
  if (view === "globe") scene.morphTo3D(0);
  else if (view === "plane") scene.morphTo2D(0);
  else scene.morphToColumbusView(0);
  scene.completeMorph();
}

/** Move the middle by shares of what is seen. */
export function pan(scene: Scene, east: number, north: number): void {
  const { longitude, latitude, height } = scene.camera.positionCartographic;
  const stepRad = Math.min(0.8, height / EARTH_M);
  const lat = Math.max(-1.5, Math.min(1.5, latitude + north * stepRad));
  const lon = CesiumMath.negativePiToPi(longitude + (east * stepRad) / Math.max(0.3, Math.cos(lat)));
  scene.camera.setView({ destination: Cartesian3.fromRadians(lon, lat, height) });
  scene.requestRender();
}

/** Come nearer (`factor` under 1) or go away. */
export function zoom(scene: Scene, factor: number): void {
  const camera = scene.camera;
  const height = Math.max(1, camera.positionCartographic.height);
  const way = height * (1 - factor);
  if (way > 0) camera.zoomIn(way);
  else camera.zoomOut(-way);
  scene.requestRender();
}
