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
import { drawSheet, Firsts, WidthBook } from "./flat/drawing";
import { paletteOf, type Palette } from "./flat/palette";
import { Stamps } from "./flat/stamps";
import { kept, lookingAt, type Point, type View, zoomed } from "./flat/view";
import { askForWorld, world } from "./world";
import { MAP } from "../words/map";
import { language, t } from "../words/words";

const WORLD: Position = [0, 10, 0];
const EMPTY: Scene = { timeMs: 0, marks: [] };

export function makeFlatMap(host: HTMLElement, onPick: OnPick): WorldMap {
  return new FlatMap(host, onPick);
}

class FlatMap implements WorldMap {
  private readonly canvas = document.createElement("canvas");
  private readonly pen = this.canvas.getContext("2d");
  private readonly base = new Base();
  private readonly widths = new WidthBook();
  private readonly firsts = new Firsts();
  private readonly endings: (() => void)[] = [];
  private view: View = { lon: 0, lat: 10, pxPerDeg: 3, width: 1, height: 1 };
  private scene = EMPTY;
  private visible: ReadonlySet<Layer> = new Set();
  private picked: Pick | null = null;
  private hits: Hit[] = [];
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
    host.append(this.canvas);
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
    this.canvas.remove();
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
    this.canvas.width = Math.round(width * this.pixelRatio);
    this.canvas.height = Math.round(height * this.pixelRatio);
    this.view = kept({ ...this.view, width, height });
    if (isFirst) this.view = lookingAt(this.view, ...(this.wanted ?? ([WORLD, 180] as const)));
    this.dress();
  }

  private dress(): void {
    this.palette = paletteOf(this.canvas);
    this.stamps = new Stamps(this.palette, this.pixelRatio);
    this.ask();
  }

  private ask(): void {
    if (this.asked === 0) this.asked = requestAnimationFrame(() => this.draw());
  }

  private draw(): void {
    this.asked = 0;
    const { pen, view, palette } = this;
    if (pen === null || view.width <= 1) return;
    pen.setTransform(this.pixelRatio, 0, 0, this.pixelRatio, 0, 0);
    this.base.put(pen, view, world.value, palette, this.pixelRatio);
    const { stamps, scene, visible, picked, widths, firsts } = this;
    const drawn = drawSheet(pen, { view, palette, stamps, world: world.value, scene, visible, picked, widths, firsts });
    this.hits = drawn.hits;
    if (drawn.isMoving) this.ask();
  }
}
