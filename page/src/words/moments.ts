import type { Phrase } from "./words";

/** What is marked on a line of time. */
export const MARKS = {
  seen: { en: "Alder sees a plume", zh: "Alder 发现尾焰", ru: "Alder видит факел" },
  refused: { en: "not released", zh: "未放行", ru: "не передано" },
  tracked: { en: "Alder's radar", zh: "Alder 雷达", ru: "радар Alder" },
  told: { en: "Birch is told", zh: "Birch 获通报", ru: "Birch получает сообщение" },
  aimed: { en: "Birch knows where", zh: "Birch 知道落点", ru: "Birch знает куда" },
  self: { en: "Birch's own radar", zh: "Birch 自己的雷达", ru: "свой радар Birch" },
  warned: { en: "public warned", zh: "公众警报", ru: "население оповещено" },
} satisfies Record<string, Phrase>;
