/** Symbols as small pictures, made once for each code, origin and theme: a frame around them tells whose they are. */
import milsymbol from "milsymbol";
import type { Origin } from "../../scene/scene";
import { isMinor } from "../../scene/symbols";
import { originColour, type Palette } from "./palette";
import { draw, originStroke } from "./strokes";

export interface Stamp {
  image: HTMLCanvasElement;
  /** In CSS pixels; the middle of the symbol's frame is the middle of the picture. */
  size: number;
  /** Of the frame that tells the origin. */
  radius: number;
}

const TRACK_PX = 25;
const SITE_PX = 17;
const MINOR_PX = 14;
const RADIUS_OF_SIZE = 0.7; // a symbol's frame is about 1.1 by 1.25 of its size

export class Stamps {
  private readonly made = new Map<string, Stamp>();

  constructor(
    private readonly palette: Palette,
    private readonly pixelRatio: number,
  ) {}

  of(sidc: string, origin: Origin): Stamp {
    const key = `${sidc}|${origin}`;
    const found = this.made.get(key) ?? this.make(sidc, origin);
    this.made.set(key, found);
    return found;
  }

  private make(sidc: string, origin: Origin): Stamp {
    const px = isMinor(sidc) ? MINOR_PX : origin === "plain" ? SITE_PX : TRACK_PX;
    const { of, isDark } = this.palette;
    const symbol = new milsymbol.Symbol(sidc, {
      size: px * this.pixelRatio,
      outlineColor: isDark ? "rgba(235,243,248,0.9)" : "#ffffff",
      outlineWidth: 4,
      infoColor: of.ink,
      infoOutlineColor: of["map-halo"],
      infoOutlineWidth: 10,
      colorMode: "Light",
    });
    const drawn = symbol.asCanvas();
    const anchor = symbol.getOctagonAnchor();
    // Truth lies below what is known of it: a wider frame stays visible around it.
    const radius = px * RADIUS_OF_SIZE + (origin === "truth" ? 7 : 3);
    const size = Math.ceil(Math.max(radius, px) * 2 + 8);
    const image = document.createElement("canvas");
    image.width = image.height = Math.ceil(size * this.pixelRatio);
    const pen = image.getContext("2d");
    if (pen !== null) {
      pen.drawImage(drawn, image.width / 2 - anchor.x, image.height / 2 - anchor.y);
      pen.scale(this.pixelRatio, this.pixelRatio);
      this.frame(pen, origin, size / 2, radius);
    }
    return { image, size, radius };
  }

  private frame(pen: CanvasRenderingContext2D, origin: Origin, middle: number, radius: number): void {
    if (origin === "plain") return;
    pen.beginPath();
    pen.arc(middle, middle, radius, 0, 2 * Math.PI);
    draw(pen, originStroke(origin, originColour(this.palette, origin), 1.5), this.palette.of["map-halo"]);
  }
}
