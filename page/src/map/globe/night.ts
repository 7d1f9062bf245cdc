import { Event, GeographicTilingScheme, ImageryLayer, type ImageryLayerCollection, type ImageryProvider, type Scene as Stage } from "@cesium/engine";
import type { Position } from "../../scene/scene";
import { nightLook, NightSheets } from "../night";
import { world } from "../world";
import type { Palette } from "./palette";

const ONE_TILE = new GeographicTilingScheme({ numberOfLevelZeroTilesX: 1, numberOfLevelZeroTilesY: 1 });
const NEVER = new Event();

/** One picture of the whole world, as the engine asks for its ground. */
function providerOf(sheet: HTMLCanvasElement): ImageryProvider {
  const provider = {
    rectangle: ONE_TILE.rectangle,
    tileWidth: sheet.width,
    tileHeight: sheet.height,
    minimumLevel: 0,
    maximumLevel: 0,
    tilingScheme: ONE_TILE,
    errorEvent: NEVER,
    hasAlphaChannel: true,
    getTileCredits: () => [],
    requestImage: () => Promise.resolve(sheet),
    pickFeatures: () => undefined,
  };
  return provider as unknown as ImageryProvider; // what else there is, is for providers that ask a service
}

/**
 * The night as the uppermost layer of the ground: a picture that is clear by day, the same on the globe and on planes.
 * The globe's own lighting is not used, because it would dim the day side too and is reckoned in every frame.
 */
export class NightSide {
  private readonly sheets = new NightSheets();
  private readonly layers: ImageryLayerCollection;
  private shown: HTMLCanvasElement | null = null;
  private layer: ImageryLayer | null = null;
  private gone: ImageryLayer | null = null;
  private readonly endings: (() => void)[];

  constructor(
    private readonly stage: Stage,
    private readonly palette: Palette,
  ) {
    this.layers = stage.imageryLayers;
    // the night before stays until the new one is on the ground, or it would be day for a moment
    this.endings = [stage.globe.tileLoadProgressEvent.addEventListener((waiting: number) => waiting === 0 && this.drop()) as () => void];
  }

  /** `sun`: where it stands overhead; null where no night is to be shown. */
  show(sun: Position | null): void {
    const sheet = sun === null ? null : this.sheets.of(sun, nightLook(!this.palette.isLight, this.palette.night), world.peek().night);
    if (sheet === this.shown) return;
    this.shown = sheet;
    this.drop();
    this.gone = this.layer;
    this.layer = sheet === null ? null : new ImageryLayer(providerOf(sheet));
    if (this.layer === null) this.drop();
    else this.layers.add(this.layer);
    this.stage.requestRender();
  }

  destroy(): void {
    for (const end of this.endings) end();
    this.drop();
    if (this.layer !== null) this.layers.remove(this.layer);
  }

  private drop(): void {
    if (this.gone !== null) this.layers.remove(this.gone);
    this.gone = null;
  }
}
