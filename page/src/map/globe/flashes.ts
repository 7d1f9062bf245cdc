import { type Billboard, BillboardCollection, Cartesian3, Color, type PrimitiveCollection, type Scene } from "@cesium/engine";
import type { FlashMark, Layer, Position } from "../../scene/scene";
import { alongLink, fixedOf } from "./curve";
import type { Images } from "./images";
import { LINK_ARCH } from "./lines";

const CROSSING_MS = 2_500; // of the viewer's time
const BURST_MS = 4_000;

interface Flash {
  sign: Billboard;
  mark: FlashMark;
  seenAtMs: number;
  serial: number;
}

/** What lasts a moment: a message crosses its link, an intercept opens and fades.  Nothing goes on and off. */
export class Flashes {
  private readonly signs: BillboardCollection;
  private readonly now = new Map<string, Flash>();
  private serial = 0;

  constructor(
    private readonly into: PrimitiveCollection,
    scene: Scene,
    private readonly images: Images,
  ) {
    this.signs = into.add(new BillboardCollection({ scene })) as BillboardCollection;
  }

  show(marks: readonly FlashMark[], visible: ReadonlySet<Layer>, nowMs: number): void {
    this.serial += 1;
    for (const mark of marks) {
      const flash = this.now.get(mark.id) ?? this.begin(mark, nowMs);
      flash.serial = this.serial;
      flash.sign.show = visible.has(mark.layer);
    }
    for (const [id, flash] of this.now) {
      if (flash.serial === this.serial) continue;
      this.signs.remove(flash.sign);
      this.now.delete(id);
    }
  }

  /** Return whether anything still moves. */
  glide(nowMs: number): boolean {
    let isMoving = false;
    for (const flash of this.now.values()) {
      const lasts = flash.mark.kind === "message" ? CROSSING_MS : BURST_MS;
      const share = Math.min(1, (nowMs - flash.seenAtMs) / lasts);
      place(flash, share);
      isMoving ||= share < 1;
    }
    return isMoving;
  }

  destroy(): void {
    this.into.remove(this.signs);
    this.now.clear();
  }

  private begin(mark: FlashMark, nowMs: number): Flash {
    const image = this.images.flash(mark.kind);
    const sign = this.signs.add({ position: new Cartesian3(...fixedOf(mark.at)), width: image.widthPx, height: image.heightPx });
    sign.setImage(image.name, image.canvas);
    sign.id = mark.pick;
    const flash = { sign, mark, seenAtMs: nowMs - mark.ageMs, serial: this.serial };
    this.now.set(mark.id, flash);
    return flash;
  }
}

function place({ sign, mark }: Flash, share: number): void {
  if (mark.kind !== "message") {
    sign.scale = 0.6 + 0.6 * Math.sqrt(share);
    sign.color = Color.WHITE.withAlpha(1 - 0.75 * share);
    return;
  }
  const to: Position | null = mark.to;
  if (to !== null) sign.position = new Cartesian3(...alongLink(mark.at, to, share, LINK_ARCH));
  sign.color = Color.WHITE.withAlpha(share < 1 ? 1 : 0);
}
