import {
  type Billboard,
  BillboardCollection,
  Cartesian2,
  Cartesian3,
  Color,
  HorizontalOrigin,
  type Label,
  LabelCollection,
  LabelStyle,
  type PrimitiveCollection,
  type Scene,
  SceneMode,
  SceneTransforms,
  VerticalOrigin,
} from "@cesium/engine";
import type { Layer, Pick, Position } from "../../scene/scene";
import { fixedOf, isHidden, type Vector } from "./curve";
import type { Image, Images } from "./images";
import { type Named, placeNames } from "./names";
import type { Palette } from "./palette";

const LONGEST_GLIDE_MS = 1_000;
const JUMP_M = 1_500_000; // a longer way in a second is not a flight: it is another moment
const FADED = 0.4;
const REACH_PX = 18;
const CROWD = 80; // with more symbols than this, names are shown from near alone
const CROWD_NEAR_M = 5_000_000;
const BEFORE_LINES = new Cartesian3(0, 0, -60_000); // m towards the eye, so that no line crosses a symbol

/** A symbol, or the sign of something too small to be seen as the ring that it is. */
export interface Sign {
  id: string;
  layer: Layer;
  pick: Pick | null;
  at: Position;
  image: Image;
  label: string;
  isFaded: boolean;
}

interface Standing {
  sign: Billboard;
  name: Label | null;
  image: Image;
  label: string;
  isNamed: boolean;
  from: Cartesian3;
  to: Cartesian3;
  isMoving: boolean;
  serial: number;
}

const NAME_FONT = "600 12px Inter, 'Noto Sans', 'Noto Sans CJK SC', 'DejaVu Sans', sans-serif";
const LETTER_PX = 7.2;

const scratch = new Cartesian3();
const onScreen = new Cartesian2();

/** Every symbol of a scene in one collection, and their names in another; they glide from second to second. */
export class Symbols {
  private readonly signs: BillboardCollection;
  private readonly names: LabelCollection;
  private readonly standing = new Map<string, Standing>();
  private readonly corners: Billboard;
  private cornersOn: Standing | null = null;
  private serial = 0;
  private shownAtMs = 0;
  private glideMs = LONGEST_GLIDE_MS;
  private isGliding = false;
  private isCrowd = false;
  private areNamed = true;

  constructor(
    private readonly into: PrimitiveCollection,
    private readonly scene: Scene,
    private readonly palette: Palette,
    images: Images,
  ) {
    this.signs = into.add(new BillboardCollection({ scene })) as BillboardCollection;
    this.names = into.add(new LabelCollection({ scene })) as LabelCollection;
    this.corners = this.signs.add({ position: Cartesian3.UNIT_X, show: false });
    dress(this.corners, images.corners());
  }

  show(marks: readonly Sign[], visible: ReadonlySet<Layer>, picked: Pick | null, nowMs: number): void {
    this.serial += 1;
    this.glideMs = Math.min(LONGEST_GLIDE_MS, Math.max(nowMs - this.shownAtMs, 100));
    this.shownAtMs = nowMs;
    this.isGliding = false;
    this.cornersOn = null;
    this.isCrowd = marks.length > CROWD;
    this.areNamed = !this.isCrowd || this.scene.camera.positionCartographic.height < CROWD_NEAR_M;
    for (const mark of marks) this.take(mark, visible.has(mark.layer), picked);
    for (const [id, standing] of this.standing) if (standing.serial !== this.serial) this.drop(id, standing);
    this.corners.show = this.cornersOn !== null;
    this.place(0);
    this.partNames();
  }

  /** Put the names beside their symbols so that none lies on another; what has no room is not named. */
  partNames(): void {
    const standing: Standing[] = [];
    const named: Named[] = [];
    for (const one of this.standing.values()) {
      if (one.name === null || !one.isNamed) continue;
      const at = SceneTransforms.worldToWindowCoordinates(this.scene, one.to, onScreen) as Cartesian2 | undefined;
      if (at === undefined) continue;
      standing.push(one);
      named.push({ x: at.x, y: at.y, halfSymbolPx: one.image.widthPx / 2, widthPx: one.label.length * LETTER_PX });
    }
    for (const [i, offset] of placeNames(named).entries()) {
      const name = (standing[i] as Standing).name as Label;
      name.show = offset !== null;
      if (offset !== null) name.pixelOffset = new Cartesian2(offset[0], offset[1]);
    }
  }

  /** Return what stands nearest to a point of the screen, within reach of a finger; null where nothing does. */
  nearest(point: Cartesian2): Pick | null {
    const eye = vectorOf(this.scene.camera.positionWC);
    const isRound = this.scene.mode === SceneMode.SCENE3D;
    let found: Pick | null = null;
    let nearestPx = REACH_PX;
    for (const { sign, image } of this.standing.values()) {
      if (!sign.show || (isRound && isHidden(eye, vectorOf(sign.position)))) continue;
      const at = SceneTransforms.worldToWindowCoordinates(this.scene, sign.position, onScreen) as Cartesian2 | undefined;
      if (at === undefined || image.widthPx < 2) continue;
      const awayPx = Cartesian2.distance(at, point);
      if (awayPx > nearestPx) continue;
      nearestPx = awayPx;
      found = sign.id as Pick | null;
    }
    return found;
  }

  /** Move what moves to where it is now; return whether anything still moves. */
  glide(nowMs: number): boolean {
    if (!this.isGliding) return false;
    const share = Math.min(1, (nowMs - this.shownAtMs) / this.glideMs);
    this.place(share);
    this.isGliding = share < 1;
    return this.isGliding;
  }

  destroy(): void {
    this.into.remove(this.signs);
    this.into.remove(this.names);
    this.standing.clear();
  }

  private take(mark: Sign, isVisible: boolean, picked: Pick | null): void {
    const standing = this.standing.get(mark.id) ?? this.begin(mark);
    standing.serial = this.serial;
    this.move(standing, mark);
    if (mark.image.name !== standing.image.name) {
      standing.image = mark.image;
      dress(standing.sign, mark.image);
    }
    standing.sign.id = mark.pick;
    standing.sign.show = isVisible;
    standing.sign.color = mark.isFaded ? Color.WHITE.withAlpha(FADED) : Color.WHITE;
    this.nameIt(standing, mark, isVisible);
    if (picked !== null && isVisible && mark.pick?.section === picked.section && mark.pick.key === picked.key) {
      this.cornersOn ??= standing; // an event has several signs: the first, where it matters most
    }
  }

  private begin(mark: Sign): Standing {
    const at = new Cartesian3(...fixedOf(mark.at));
    const image = mark.image;
    const sign = this.signs.add({ position: at, eyeOffset: BEFORE_LINES });
    dress(sign, image);
    const standing = { sign, name: null, image, label: "", isNamed: false, from: at, to: at, isMoving: false, serial: this.serial };
    this.standing.set(mark.id, standing);
    return standing;
  }

  private move(standing: Standing, mark: Sign): void {
    const to = new Cartesian3(...fixedOf(mark.at));
    const wayM = Cartesian3.distance(standing.to, to);
    const from = Cartesian3.clone(standing.sign.position);
    standing.isMoving = wayM > 1 || Cartesian3.distance(from, to) > 1;
    standing.from = wayM > JUMP_M ? to : from;
    standing.to = to;
    if (standing.isMoving) this.isGliding = true;
  }

  private nameIt(standing: Standing, mark: Sign, isVisible: boolean): void {
    standing.isNamed = mark.label !== "" && isVisible && this.areNamed;
    if (!standing.isNamed) {
      if (standing.name !== null) standing.name.show = false;
      return;
    }
    standing.name ??= this.addName(standing);
    if (!standing.isMoving) standing.name.position = standing.to;
    if (standing.label !== mark.label) {
      standing.label = mark.label;
      standing.name.text = mark.label;
    }
    standing.name.id = mark.pick;
  }

  private addName(standing: Standing): Label {
    return this.names.add({
      position: standing.sign.position,
      font: NAME_FONT,
      style: LabelStyle.FILL_AND_OUTLINE,
      fillColor: this.palette.ink,
      outlineColor: this.palette.ground.withAlpha(0.85),
      outlineWidth: 4,
      eyeOffset: BEFORE_LINES,
      horizontalOrigin: HorizontalOrigin.LEFT,
      verticalOrigin: VerticalOrigin.CENTER,
    });
  }

  private place(share: number): void {
    for (const standing of this.standing.values()) {
      if (!standing.isMoving) continue;
      Cartesian3.lerp(standing.from, standing.to, share, scratch);
      standing.sign.position = scratch;
      // Names are many small signs each: in a crowd they follow once a second.
      if (standing.name !== null && standing.isNamed && (share >= 1 || !this.isCrowd)) standing.name.position = scratch;
      if (share >= 1) standing.isMoving = false;
    }
    if (this.cornersOn !== null) this.corners.position = this.cornersOn.sign.position;
  }

  private drop(id: string, { sign, name }: Standing): void {
    this.signs.remove(sign);
    if (name !== null) this.names.remove(name);
    this.standing.delete(id);
  }
}

const vectorOf = ({ x, y, z }: Cartesian3): Vector => [x, y, z];

function dress(sign: Billboard, image: Image): void {
  sign.setImage(image.name, image.canvas);
  sign.width = image.widthPx;
  sign.height = image.heightPx;
  sign.pixelOffset = new Cartesian2(0, -image.belowPx);
}
