import type { Phrase } from "./words";

/** The words of maps, their tables, their legend and the card of provenance. */
export const MAP = {
  flatMap: {
    en: "Flat map. Arrows move it, plus and minus zoom, 0 shows the whole world. The tables hold the same facts.",
    zh: "平面地图。方向键移动，加减键缩放，0 显示全球。图层表格载有相同内容。",
    ru: "Плоская карта. Стрелки — сдвиг, плюс и минус — масштаб, 0 — весь мир. Те же данные есть в таблицах.",
  },
  degEast: { en: "{deg}°E", zh: "东经{deg}°", ru: "{deg}° в. д." },
  degWest: { en: "{deg}°W", zh: "西经{deg}°", ru: "{deg}° з. д." },
  degNorth: { en: "{deg}°N", zh: "北纬{deg}°", ru: "{deg}° с. ш." },
  degSouth: { en: "{deg}°S", zh: "南纬{deg}°", ru: "{deg}° ю. ш." },
  km: { en: "{n} km", zh: "{n} 公里", ru: "{n} км" },
  m: { en: "{n} m", zh: "{n} 米", ru: "{n} м" },
} as const satisfies Record<string, Phrase>;
