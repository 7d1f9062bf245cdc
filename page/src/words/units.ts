import type { Phrase } from "./words";

/** Units, as they stand behind a number. */
export const UNITS = {
  second: { en: "{value} s", zh: "{value} 秒", ru: "{value} с" },
  kilometre: { en: "{value} km", zh: "{value} 公里", ru: "{value} км" },
  s: { en: "s", zh: "秒", ru: "с" },
  km: { en: "km", zh: "公里", ru: "км" },
  degree: { en: "°", zh: "°", ru: "°" },
  bare: { en: "", zh: "", ru: "" },
} satisfies Record<string, Phrase>;
