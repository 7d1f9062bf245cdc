/** How a line tells whose knowledge it is: own is full, received dashed, fused double, truth dotted. */
import type { Origin } from "../../scene/scene";

export interface Stroke {
  colour: string;
  width: number;
  dash: readonly number[];
  isDouble: boolean;
}

const DASHES: Readonly<Record<Origin, readonly number[]>> = {
  own: [],
  received: [7, 4],
  fused: [],
  truth: [0.1, 4],
  plain: [],
};

export function originStroke(origin: Origin, colour: string, width: number): Stroke {
  return { colour, width: origin === "truth" ? width * 1.35 : width, dash: DASHES[origin], isDouble: origin === "fused" };
}

/** Draw the path that the pen holds.  A casing in the ground's colour keeps it legible whatever lies below. */
export function draw(pen: CanvasRenderingContext2D, stroke: Stroke, ground: string, isCased = true): void {
  const full = stroke.isDouble ? stroke.width * 2.6 : stroke.width;
  pen.lineCap = stroke.dash[0] === 0.1 ? "round" : "butt";
  pen.lineJoin = "round";
  pen.setLineDash([]);
  if (isCased) line(pen, ground, full + 2);
  pen.setLineDash([...stroke.dash]);
  line(pen, stroke.colour, full);
  if (stroke.isDouble) line(pen, ground, stroke.width * 0.95);
  pen.setLineDash([]);
}

function line(pen: CanvasRenderingContext2D, colour: string, width: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}
