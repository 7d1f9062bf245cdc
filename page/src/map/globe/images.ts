import ms from "milsymbol";
import type { FlashMark, Origin } from "../../scene/scene";
import { originColour, type Palette } from "./palette";

const SIZE_PX = 21;
const SHARP = 2; // images are made at twice their size, so that they are sharp on fine screens
const BAR_PX = { height: 9, gap: 2, line: 2 };
const FLASH_PX = 44;
const SPOT_PX = 24;

/** What stands in one place, and whose own ring is mostly too small to be seen. */
type Spot = "launch" | "impact" | "meet" | "meetFired";

export interface Image {
  /** Names the image in the map's own store of images: the same name is the same image. */
  name: string;
  canvas: HTMLCanvasElement;
  /** From the middle of the image to the place that it marks, in px, downwards. */
  belowPx: number;
  widthPx: number;
  heightPx: number;
}

function penOf(widthPx: number, heightPx: number): [HTMLCanvasElement, CanvasRenderingContext2D | null] {
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(widthPx * SHARP);
  canvas.height = Math.ceil(heightPx * SHARP);
  const pen = canvas.getContext("2d");
  pen?.scale(SHARP, SHARP);
  return [canvas, pen];
}

/** Draw under a symbol whose knowledge it is: a full, dashed, double or dotted bar, as its lines are. */
function drawBar(pen: CanvasRenderingContext2D, origin: Origin, colour: string, widthPx: number, topPx: number): void {
  const lines: Record<Origin, number[]> = { own: [0], received: [0], fused: [-1.75, 1.75], truth: [0], plain: [] };
  const dashes: Partial<Record<Origin, number[]>> = { received: [6, 3], truth: [2, 2.5] };
  const length = Math.min(24, widthPx);
  const left = (widthPx - length) / 2;
  pen.lineWidth = BAR_PX.line;
  for (const below of lines[origin]) {
    const y = topPx + BAR_PX.gap + BAR_PX.height / 2 + below;
    pen.setLineDash(dashes[origin] ?? []);
    pen.strokeStyle = colour;
    pen.beginPath();
    pen.moveTo(left, y);
    pen.lineTo(left + length, y);
    pen.stroke();
  }
}

/** Makes the images of symbols and keeps each one: there are a few dozen in an exercise, however long it is. */
export class Images {
  private readonly kept = new Map<string, Image>();

  constructor(private readonly palette: Palette) {}

  symbol(sidc: string, origin: Origin): Image {
    return this.keep(`${sidc}/${origin}/${this.palette.isLight}`, (name) => this.drawSymbol(name, sidc, origin));
  }

  /** The sign of a launch, an impact or an intercept. */
  spot(look: Spot, origin: Origin): Image {
    return this.keep(`${look}/${origin}/${this.palette.isLight}`, (name) => this.drawSpot(name, look, origin));
  }

  /** Nothing at all, for what has a name alone. */
  blank(): Image {
    return this.keep("blank", (name) => ({ name, canvas: penOf(1, 1)[0], belowPx: 0, widthPx: 1, heightPx: 1 }));
  }

  flash(kind: FlashMark["kind"]): Image {
    return this.keep(`flash/${kind}/${this.palette.isLight}`, (name) => this.drawFlash(name, kind));
  }

  /** Corners around what is picked. */
  corners(): Image {
    return this.keep(`picked/${this.palette.isLight}`, (name) => this.drawCorners(name));
  }

  private keep(name: string, draw: (name: string) => Image): Image {
    let image = this.kept.get(name);
    if (image === undefined) {
      image = draw(name);
      this.kept.set(name, image);
    }
    return image;
  }

  private drawSymbol(name: string, sidc: string, origin: Origin): Image {
    const symbol = new ms.Symbol(sidc, {
      size: SIZE_PX,
      outlineWidth: 3,
      outlineColor: this.palette.isLight ? "rgba(255, 255, 255, 0.75)" : "rgba(225, 235, 243, 0.6)",
      infoFields: false,
    });
    const { width, height } = symbol.getSize();
    const anchor = symbol.getAnchor();
    const [canvas, pen] = penOf(width, height + BAR_PX.gap + BAR_PX.height);
    if (pen !== null) {
      pen.drawImage(symbol.asCanvas(SHARP), 0, 0, width, height);
      drawBar(pen, origin, originColour(this.palette, origin).toCssColorString(), width, height);
    }
    const heightPx = height + BAR_PX.gap + BAR_PX.height;
    return { name, canvas, belowPx: anchor.y - heightPx / 2, widthPx: width, heightPx };
  }

  private drawSpot(name: string, look: Spot, origin: Origin): Image {
    const [canvas, pen] = penOf(SPOT_PX, SPOT_PX);
    if (pen !== null) {
      const colours = [this.palette.ground.withAlpha(0.7), originColour(this.palette, origin)];
      for (const [i, colour] of colours.entries()) {
        pen.setLineDash(i === 1 && origin === "received" ? [4, 2.5] : []);
        drawSpotKind(pen, look, colour.toCssColorString(), i === 0 ? 5 : 2);
      }
    }
    return { name, canvas, belowPx: 0, widthPx: SPOT_PX, heightPx: SPOT_PX };
  }

  private drawFlash(name: string, kind: FlashMark["kind"]): Image {
    const [canvas, pen] = penOf(FLASH_PX, FLASH_PX);
    const colours = { kill: this.palette.good, miss: this.palette.bad, message: this.palette.focus };
    if (pen !== null) drawFlashKind(pen, kind, colours[kind].toCssColorString());
    return { name, canvas, belowPx: 0, widthPx: FLASH_PX, heightPx: FLASH_PX };
  }

  private drawCorners(name: string): Image {
    const size = 46;
    const [canvas, pen] = penOf(size, size);
    if (pen !== null) {
      pen.strokeStyle = this.palette.ink.toCssColorString();
      pen.lineWidth = 2;
      for (const [x, y] of [[0, 0], [1, 0], [0, 1], [1, 1]] as const) {
        const [cx, cy] = [x === 0 ? 2 : size - 2, y === 0 ? 2 : size - 2];
        pen.beginPath();
        pen.moveTo(cx, cy + (y === 0 ? 10 : -10));
        pen.lineTo(cx, cy);
        pen.lineTo(cx + (x === 0 ? 10 : -10), cy);
        pen.stroke();
      }
    }
    return { name, canvas, belowPx: 0, widthPx: size, heightPx: size };
  }
}

/** A launch is an upright triangle, an impact a cross in a ring, a point of intercept a diamond, full when in flight. */
function drawSpotKind(pen: CanvasRenderingContext2D, look: Spot, colour: string, linePx: number): void {
  const middle = SPOT_PX / 2;
  pen.strokeStyle = colour;
  pen.lineWidth = linePx;
  pen.lineJoin = "round";
  pen.beginPath();
  if (look === "launch") {
    pen.moveTo(middle, 4);
    pen.lineTo(SPOT_PX - 5, SPOT_PX - 7);
    pen.lineTo(5, SPOT_PX - 7);
    pen.closePath();
  } else if (look === "meet" || look === "meetFired") {
    for (const [dx, dy] of [[0, -1], [1, 0], [0, 1], [-1, 0]] as const) pen.lineTo(middle + 7 * dx, middle + 7 * dy);
    pen.closePath();
    pen.fillStyle = colour;
    if (look === "meetFired") pen.fill();
  } else {
    pen.arc(middle, middle, 5.5, 0, 2 * Math.PI);
    for (const [x, y] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
      pen.moveTo(middle + 3 * x, middle + 3 * y);
      pen.lineTo(middle + 10 * x, middle + 10 * y);
    }
  }
  pen.stroke();
}

function drawFlashKind(pen: CanvasRenderingContext2D, kind: FlashMark["kind"], colour: string): void {
  const middle = FLASH_PX / 2;
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.lineWidth = 2.5;
  if (kind === "message") {
    pen.beginPath();
    pen.rect(middle - 8, middle - 5.5, 16, 11);
    pen.moveTo(middle - 8, middle - 5.5);
    pen.lineTo(middle, middle + 1.5);
    pen.lineTo(middle + 8, middle - 5.5);
    pen.lineWidth = 1.75;
    pen.stroke();
    return;
  }
  pen.beginPath();
  pen.arc(middle, middle, 16, 0, 2 * Math.PI);
  if (kind === "miss") pen.setLineDash([4, 4]);
  pen.stroke();
  pen.setLineDash([]);
  pen.beginPath();
  if (kind === "kill") {
    pen.arc(middle, middle, 5, 0, 2 * Math.PI);
    pen.fill();
    return;
  }
  pen.moveTo(middle - 5, middle - 5);
  pen.lineTo(middle + 5, middle + 5);
  pen.moveTo(middle + 5, middle - 5);
  pen.lineTo(middle - 5, middle + 5);
  pen.stroke();
}
