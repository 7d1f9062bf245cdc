import type { Phrase } from "./words";

/** What is marked on a line of time. */
export const MARKS = {
  seen: { en: "Alder sees a plume", zh: "桤木国发现尾焰", ru: "Ольха видит факел" },
  refused: { en: "not released", zh: "未放行", ru: "не передано" },
  tracked: { en: "Alder's radar", zh: "桤木国雷达", ru: "радар Ольхи" },
  told: { en: "Birch is told", zh: "桦木国获通报", ru: "Берёзе сообщили" },
  aimed: { en: "Birch knows where", zh: "桦木国知道落点", ru: "Берёза знает куда" },
  self: { en: "Birch's own radar", zh: "桦木国自己的雷达", ru: "свой радар Берёзы" },
  warned: { en: "public warned", zh: "公众警报", ru: "население оповещено" },
} satisfies Record<string, Phrase>;
