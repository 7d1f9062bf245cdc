import type { Phrase } from "./words";

/** Words of the walls: few and short, to be read from five metres. */
export const WALL = {
  control: { en: "Exercise control", zh: "导演部", ru: "Руководство учением" },
  joint: { en: "Joint cell", zh: "联合小组", ru: "Совместная группа" },
  opening: { en: "Opening the wall", zh: "正在打开大屏", ru: "Открываем экран" },
  no_seat: {
    en: "This screen has no seat yet. Open the start page in this browser and join; the wall then opens by itself.",
    zh: "本屏尚无席位。请在此浏览器中打开首页并加入演习，大屏将自动开启。",
    ru: "У этого экрана нет места. Откройте начальную страницу в этом браузере и войдите: экран включится сам.",
  },
  to_start: { en: "Start page", zh: "首页", ru: "Начальная страница" },
  not_yours: {
    en: "The seat of this browser may not see this wall. It may show /wall/{own}.",
    zh: "此浏览器的席位无权查看该大屏，可查看 /wall/{own}。",
    ru: "Место этого браузера не может видеть этот экран. Ему доступен /wall/{own}.",
  },
  events: { en: "Events", zh: "事件", ru: "События" },
  no_events: { en: "No event is open", zh: "无未结事件", ru: "Открытых событий нет" },
  impact: { en: "to impact", zh: "距落地", ru: "до падения" },
  no_impact: { en: "no impact predicted", zh: "未预报落点", ru: "падение не предсказано" },
  warnings: { en: "Public warnings", zh: "公众警报", ru: "Предупреждения населению" },
  no_warnings: { en: "None stands", zh: "无生效警报", ru: "Действующих нет" },
  traffic: { en: "Traffic", zh: "往来报文", ru: "Сообщения" },
  no_traffic: { en: "Nothing was exchanged yet", zh: "尚无往来", ru: "Обмена пока не было" },
  next: { en: "Next injects", zh: "即将下达", ru: "Ближайшие вводные" },
  no_next: { en: "None can be timed", zh: "暂无可预计者", ru: "Сроков нет" },
  nations: { en: "Alert", zh: "戒备等级", ru: "Готовность" },
  in_flight: { en: "In the air", zh: "空中目标", ru: "В воздухе" },
  parties: { en: "The parties", zh: "各方", ru: "Стороны" },
  not_told: { en: "not told", zh: "未告知", ru: "не сообщено" },
  proposed: { en: "proposed", zh: "提议", ru: "предложено" },
  not_proposed: { en: "nothing proposed yet", zh: "尚未提议", ru: "пока ничего не предложено" },
  unsigned: { en: "waiting", zh: "待签", ru: "ждёт" },
  plan: { en: "Joint plan, time left to order", zh: "联合拦截计划 · 剩余下令时间", ru: "Совместный план, осталось на приказ" },
  threatens: { en: "threatens {areas}", zh: "威胁{areas}", ru: "угрожает: {areas}" },
} satisfies Record<string, Phrase>;
