/** Opens an export as any Cesium page would: ?file=x.czml (or .kml, .geojson).  Nothing of ours is between. */
import {
  Cartesian3,
  CesiumWidget,
  Color,
  CzmlDataSource,
  type DataSource,
  DataSourceDisplay,
  DataSourceCollection,
  EllipsoidTerrainProvider,
  type Entity,
  GeoJsonDataSource,
  Ion,
  JulianDate,
  KmlDataSource,
} from "@cesium/engine";

/** One entity at one moment, as Cesium has it. */
export interface Seen {
  id: string;
  name: string;
  is_there: boolean;
  place_ecef: [number, number, number] | null;
  axes_m: [number, number] | null;
}

declare global {
  var exported: {
    name: string;
    clock: { start: string; stop: string } | null;
    at(iso: string): Seen[];
    look(lonDeg: number, latDeg: number, heightM: number, iso: string): Promise<void>;
  };
}

const MOST_FRAMES = 300;
const FEWEST_FRAMES = 10;
const PAUSE_MS = 30; // workers make the shapes meanwhile

globalThis.CESIUM_BASE_URL = "/page/cesium/";
Ion.defaultAccessToken = "";
const file = new URLSearchParams(location.search).get("file") ?? "";
const widget = new CesiumWidget("globe", {
  baseLayer: false,
  terrainProvider: new EllipsoidTerrainProvider(),
  skyBox: false,
  skyAtmosphere: false,
  useDefaultRenderLoop: false, // drawn when it is looked at, and not before: tests run on small machines
});
widget.scene.globe.baseColor = Color.fromCssColorString("#173042");
widget.scene.globe.showGroundAtmosphere = false;
widget.scene.backgroundColor = Color.fromCssColorString("#05080c");
if (widget.scene.sun !== undefined) widget.scene.sun.show = false;
if (widget.scene.moon !== undefined) widget.scene.moon.show = false;

function load(): Promise<DataSource> {
  const place = `/page/files/${file}`;
  if (file.endsWith(".czml")) return CzmlDataSource.load(place);
  if (file.endsWith(".kml")) return KmlDataSource.load(place, { camera: widget.camera, canvas: widget.canvas });
  return GeoJsonDataSource.load(place);
}

function seen(entity: Entity, time: JulianDate): Seen {
  const place = entity.position?.getValue(time);
  const axes = [entity.ellipse?.semiMajorAxis?.getValue(time), entity.ellipse?.semiMinorAxis?.getValue(time)];
  return {
    id: entity.id,
    name: entity.name ?? "",
    is_there: entity.isAvailable(time),
    place_ecef: place === undefined ? null : [place.x, place.y, place.z],
    axes_m: typeof axes[0] === "number" && typeof axes[1] === "number" ? [axes[0], axes[1]] : null,
  };
}

/** Open the file; the page is loaded before that, whatever it takes. */
async function open(): Promise<typeof globalThis.exported> {
  const source = await load();
  const sources = new DataSourceCollection();
  await sources.add(source);
  const display = new DataSourceDisplay({ scene: widget.scene, dataSourceCollection: sources });
  const clock = source.clock as DataSource["clock"] | undefined;
  return {
    name: source.name,
    clock: clock === undefined ? null : { start: JulianDate.toIso8601(clock.startTime), stop: JulianDate.toIso8601(clock.stopTime) },
    at: (iso) => {
      const time = JulianDate.fromIso8601(iso);
      return source.entities.values.map((entity) => seen(entity, time));
    },
    async look(lonDeg, latDeg, heightM, iso) {
      widget.clock.currentTime = JulianDate.fromIso8601(iso);
      widget.camera.setView({ destination: Cartesian3.fromDegrees(lonDeg, latDeg, heightM) });
      for (let frame = 0; frame < MOST_FRAMES; frame++) {
        const isReady = display.update(widget.clock.currentTime) && widget.scene.globe.tilesLoaded;
        widget.render();
        if (isReady && frame > FEWEST_FRAMES) break;
        await new Promise((done) => setTimeout(done, PAUSE_MS));
      }
    },
  };
}

void open().then((opened) => {
  globalThis.exported = opened;
  document.title = "EXERCISE · open";
});
