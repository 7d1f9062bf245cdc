/**
 * The flat map: a canvas, for machines without a graphics card and for those who like a chart better.
 *
 * It draws when the scene or the view has changed, and at no other time, at most once a frame of the screen.
 */
import { effect } from "@preact/signals";
import "../style/map.css";
import type { Layer, OnPick, Pick, Position, Scene, WorldMap } from "../scene/scene";
import { Base } from "./flat/base";
import { nearest, type Hit } from "./flat/hits";
import { listen } from "./flat/input";
import { drawSheet, WidthBook } from "./flat/drawing";
import { drawFlash, Firsts, type Show } from "./flat/flashes";
import { paletteOf, type Palette } from "./flat/palette";
import { Stamps } from "./flat/stamps";
import { kept, lookingAt, type Point, type View, zoomed } from "./flat/view";
import { sunOf } from "./night";
import { askForWorld, world } from "./world";
import { MAP } from "../words/map";
import { language, t } from "../words/words";

const WORLD: Position = [0, 10, 0];
const EMPTY: Scene = { timeMs: 0, marks: [] };

export function makeFlatMap(host: HTMLElement, onPick: OnPick): WorldMap {
  return new FlatMap(host, onPick);
}

class FlatMap implements WorldMap {
  /** Three lie over each other, because each changes at its own pace: the world, the scene, and what moves by itself. */
  private readonly canvases = [document.createElement("canvas"), document.createElement("canvas"), document.createElement("canvas")] as const;
  private readonly canvas = this.canvases[2];
  private readonly pens = this.canvases.map((canvas) => canvas.getContext("2d"));
  private readonly base = new Base();
  private readonly widths = new WidthBook();
  private readonly firsts = new Firsts();
  private readonly endings: (() => void)[] = [];
  private view: View = { lon: 0, lat: 10, pxPerDeg: 3, width: 1, height: 1 };
  private scene = EMPTY;
  private visible: ReadonlySet<Layer> = new Set();
  private picked: Pick | null = null;
  private hits: readonly Hit[] = [];
  private stillHits: readonly Hit[] = [];
  private isStale = true;
  private palette: Palette;
  private stamps: Stamps;
  private pixelRatio = 1;
  private asked = 0;
  private wanted: readonly [at: Position, spanDeg: number] | null = null;

  constructor(
    private readonly host: HTMLElement,
    private readonly onPick: OnPick,
  ) {
    this.canvas.className = "flat-map";
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    for (const below of this.canvases.slice(0, 2)) {
      below.className = "flat-below";
      below.setAttribute("aria-hidden", "true");
    }
    host.append(...this.canvases);
    this.palette = paletteOf(this.canvas);
    this.stamps = new Stamps(this.palette, this.pixelRatio);
    this.follow();
    askForWorld();
  }

  show(scene: Scene, visible: ReadonlySet<Layer>, picked: Pick | null): void {
    [this.scene, this.visible, this.picked] = [scene, visible, picked];
    this.firsts.keep(scene);
    this.ask();
  }

  lookAt(at: Position, spanDeg: number): void {
    if (this.view.width <= 1) this.wanted = [at, spanDeg];
    else this.look(lookingAt(this.view, at, spanDeg));
  }

  zoom(factor: number): void {
    this.look(zoomed(this.view, 1 / factor, [this.view.width / 2, this.view.height / 2]));
  }

  destroy(): void {
    cancelAnimationFrame(this.asked);
    for (const end of this.endings) end();
    for (const canvas of this.canvases) canvas.remove();
  }

  private follow(): void {
    const sizes = new ResizeObserver(() => this.resize());
    sizes.observe(this.host);
    const themes = new MutationObserver(() => this.dress());
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    const unlisten = listen(this.canvas, {
      view: () => this.view,
      look: (view) => this.look(view),
      click: (at) => this.onPick(nearest(this.hits, at)),
      over: (at) => this.point(at),
      home: () => this.lookAt(WORLD, 180),
    });
    const retell = effect(() => {
      this.canvas.setAttribute("aria-label", t(MAP.flatMap));
      void [language.value, world.value];
      this.ask();
    });
    this.endings.push(() => sizes.disconnect(), () => themes.disconnect(), unlisten, retell);
  }

  private look(view: View): void {
    this.view = view;
    this.ask();
  }

  private point(at: Point): void {
    this.canvas.style.cursor = nearest(this.hits, at) === null ? "" : "pointer";
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === 0 || height === 0) return;
    const isFirst = this.view.width <= 1;
    this.pixelRatio = Math.min(3, window.devicePixelRatio || 1);
    for (const canvas of this.canvases) {
      canvas.width = Math.round(width * this.pixelRatio);
      canvas.height = Math.round(height * this.pixelRatio);
    }
    this.view = kept({ ...this.view, width, height });
    if (isFirst) this.view = lookingAt(this.view, ...(this.wanted ?? ([WORLD, 180] as const)));
    this.dress();
  }

  private dress(): void {
    this.palette = paletteOf(this.canvas);
    this.stamps = new Stamps(this.palette, this.pixelRatio);
    this.ask();
  }

  /** Ask for a drawing; `isStale` where more than the flashes has changed. */
  private ask(isStale = true): void {
    this.isStale ||= isStale;
    if (this.asked === 0) this.asked = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.asked = 0;
    const [ground, still, moving] = this.pens;
    if (!ground || !still || !moving || this.view.width <= 1) return;
    if (this.isStale) {
      this.base.put(ground, this.view, world.value, this.palette, this.pixelRatio, sunOf(this.scene, this.visible));
      this.drawStill(still);
    }
    this.drawMoving(moving);
  }

  private drawStill(pen: CanvasRenderingContext2D): void {
    const { view, palette, stamps, scene, visible, picked, widths } = this;
    this.isStale = false;
    this.clear(pen);
    this.stillHits = drawSheet(pen, { view, palette, stamps, world: world.value, scene, visible, picked, widths });
  }

  private drawMoving(pen: CanvasRenderingContext2D): void {
    const { view, palette, firsts, scene, visible } = this;
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const show: Show = { pen, view, palette, ageOf: (id) => firsts.ageOf(id), isStill, isMoving: false, hits: [] };
    this.clear(pen);
    for (const mark of scene.marks) if (mark.shape === "flash" && visible.has(mark.layer)) drawFlash(show, mark);
    this.hits = [...this.stillHits, ...show.hits];
    if (show.isMoving) this.ask(false);
  }

  private clear(pen: CanvasRenderingContext2D): void {
    pen.setTransform(this.pixelRatio, 0, 0, this.pixelRatio, 0, 0);
    pen.clearRect(0, 0, this.view.width, this.view.height);
  }
}
