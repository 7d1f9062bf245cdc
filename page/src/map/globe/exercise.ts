import { BoundingRectangle, Cartesian2, Color, Material, type Scene, ViewportQuad } from "@cesium/engine";

const TILE_PX = { width: 420, height: 240 };
const TAG_PX = { width: 132, height: 22 };

function canvasOf(width: number, height: number, draw: (pen: CanvasRenderingContext2D) => void): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  if (pen !== null) draw(pen);
  return canvas;
}

function drawTile(pen: CanvasRenderingContext2D): void {
  pen.translate(TILE_PX.width / 2, TILE_PX.height / 2);
  pen.rotate(-Math.PI / 9);
  pen.font = "600 30px sans-serif";
  pen.textAlign = "center";
  pen.fillStyle = "#ffffff";
  pen.fillText("E X E R C I S E", 0, 10);
}

function drawTag(pen: CanvasRenderingContext2D): void {
  pen.fillStyle = "#f5c518";
  pen.fillRect(0, 0, TAG_PX.width * 2, TAG_PX.height * 2);
  pen.fillStyle = "#141000";
  pen.font = "700 24px sans-serif";
  pen.textAlign = "center";
  pen.fillText("E X E R C I S E", TAG_PX.width, 31);
}

function quad(image: HTMLCanvasElement, colour: Color): ViewportQuad {
  const material = Material.fromType("Image", { image, repeat: new Cartesian2(1, 1), color: colour });
  return new ViewportQuad(new BoundingRectangle(), material);
}

/**
 * Mark every frame that the map draws: the word is among the pixels of the map itself, so that it is on every
 * picture taken of it.  Nothing takes it away.
 *
 * Returns what puts it in its place when the size of the map has changed.
 */
export function markExercise(scene: Scene, isLight: boolean): (widthPx: number, heightPx: number, pixelRatio: number) => void {
  const shade = isLight ? new Color(0, 0, 0, 0.07) : new Color(1, 1, 1, 0.055);
  const tiles = quad(canvasOf(TILE_PX.width, TILE_PX.height, drawTile), shade);
  const tag = quad(canvasOf(TAG_PX.width * 2, TAG_PX.height * 2, drawTag), Color.WHITE);
  scene.primitives.add(tiles);
  scene.primitives.add(tag);
  return (widthPx, heightPx, pixelRatio) => {
    tiles.rectangle = new BoundingRectangle(0, 0, widthPx, heightPx);
    const repeat = tiles.material.uniforms as { repeat: Cartesian2 };
    repeat.repeat = new Cartesian2(widthPx / TILE_PX.width / pixelRatio, heightPx / TILE_PX.height / pixelRatio);
    const width = TAG_PX.width * pixelRatio;
    const height = TAG_PX.height * pixelRatio;
    tag.rectangle = new BoundingRectangle((widthPx - width) / 2, heightPx - height, width, height);
  };
}
