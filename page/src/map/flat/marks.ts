/** Drawing one mark, whatever its shape. */
import type { Mark } from "../../scene/scene";
import { drawFlash } from "./flashes";
import { drawFan, drawLine, drawRing } from "./paths";
import { drawSymbol } from "./points";
import type { Sheet } from "./sheet";

export function drawMark(sheet: Sheet, mark: Mark): void {
  switch (mark.shape) {
    case "symbol":
      return drawSymbol(sheet, mark);
    case "line":
      return drawLine(sheet, mark);
    case "ring":
      return drawRing(sheet, mark);
    case "fan":
      return drawFan(sheet, mark);
    case "flash":
      return drawFlash(sheet, mark);
  }
}
