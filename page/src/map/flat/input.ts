/** Wheel, fingers, mouse and keys, as changes of the view and clicks. */
import { panned, zoomed, type Point, type View } from "./view";

const CLICK_PX = 5;
const KEY_PAN_PX = 80;
const KEY_ZOOM = 1.5;
const WHEEL_ZOOM = 0.0016; // per pixel that a wheel turns

export interface Hand {
  view(): View;
  look(view: View): void;
  click(at: Point): void;
  over(at: Point): void;
  home(): void;
}

export function listen(canvas: HTMLCanvasElement, hand: Hand): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  canvas.addEventListener("wheel", (event) => turnWheel(event, canvas, hand), { signal, passive: false });
  canvas.addEventListener("keydown", (event) => pressKey(event, hand), { signal });
  const fingers = new Fingers(canvas, hand);
  canvas.addEventListener("pointerdown", (event) => fingers.down(event), { signal });
  canvas.addEventListener("pointermove", (event) => fingers.move(event), { signal });
  canvas.addEventListener("pointerup", (event) => fingers.up(event, true), { signal });
  canvas.addEventListener("pointercancel", (event) => fingers.up(event, false), { signal });
  return () => ending.abort();
}

function turnWheel(event: WheelEvent, canvas: HTMLCanvasElement, hand: Hand): void {
  event.preventDefault();
  const px = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 30 : event.deltaY;
  hand.look(zoomed(hand.view(), Math.exp(-px * WHEEL_ZOOM), pointOf(event, canvas)));
}

const PANS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-KEY_PAN_PX, 0],
  ArrowRight: [KEY_PAN_PX, 0],
  ArrowUp: [0, -KEY_PAN_PX],
  ArrowDown: [0, KEY_PAN_PX],
};
const ZOOMS: Readonly<Record<string, number>> = { "+": KEY_ZOOM, "=": KEY_ZOOM, "-": 1 / KEY_ZOOM, _: 1 / KEY_ZOOM };

function pressKey(event: KeyboardEvent, hand: Hand): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const view = hand.view();
  const [pan, zoom] = [PANS[event.key], ZOOMS[event.key]];
  if (pan !== undefined) hand.look(panned(view, pan[0], pan[1]));
  else if (zoom !== undefined) hand.look(zoomed(view, zoom, [view.width / 2, view.height / 2]));
  else if (event.key === "0" || event.key === "Home") hand.home();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function pointOf(event: MouseEvent, canvas: HTMLCanvasElement): Point {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

/** The pointers that are down: one pans, two zoom, one that has hardly moved clicks. */
class Fingers {
  private readonly at = new Map<number, Point>();
  private travelled = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly hand: Hand,
  ) {}

  down(event: PointerEvent): void {
    if (event.button !== 0) return;
    if (this.at.size === 0) this.travelled = 0;
    this.at.set(event.pointerId, pointOf(event, this.canvas));
    this.canvas.setPointerCapture(event.pointerId);
  }

  move(event: PointerEvent): void {
    const [now, before] = [pointOf(event, this.canvas), this.at.get(event.pointerId)];
    if (before === undefined) return this.hand.over(now);
    this.at.set(event.pointerId, now);
    this.travelled += Math.hypot(now[0] - before[0], now[1] - before[1]);
    if (this.travelled < CLICK_PX) return;
    const other = [...this.at].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) this.hand.look(panned(this.hand.view(), before[0] - now[0], before[1] - now[1]));
    else this.pinch(before, now, other);
  }

  up(event: PointerEvent, isClick: boolean): void {
    const at = this.at.get(event.pointerId);
    this.at.delete(event.pointerId);
    if (at !== undefined && isClick && this.travelled < CLICK_PX && this.at.size === 0) this.hand.click(at);
  }

  private pinch(before: Point, now: Point, other: Point): void {
    const [was, is] = [before, now].map(([x, y]) => Math.hypot(x - other[0], y - other[1])) as Point;
    const middle: Point = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
    const nearer = zoomed(this.hand.view(), is / Math.max(1, was), middle);
    this.hand.look(panned(nearer, (before[0] - now[0]) / 2, (before[1] - now[1]) / 2));
  }
}
