import type { Layer, Origin } from "../scene/scene";
import type { Phrase } from "./words";

export const MAP = {
  map: { en: "Map", zh: "地图", ru: "Карта" },
  keys: {
    en: "Map. Arrow keys move it, plus and minus zoom, 0 fits what is known, 1 to 4 choose the view.",
    zh: "地图。方向键移动，加减号缩放，0 键适配已知态势，1 至 4 键切换视图。",
    ru: "Карта. Стрелки двигают её, плюс и минус меняют масштаб, 0 показывает всё известное, 1–4 выбирают вид.",
  },
  view: { en: "View", zh: "视图", ru: "Вид" },
  layers: { en: "Layers", zh: "图层", ru: "Слои" },
  nearer: { en: "Zoom in", zh: "放大", ru: "Приблизить" },
  farther: { en: "Zoom out", zh: "缩小", ru: "Отдалить" },
  fit: { en: "Fit what is known", zh: "适配已知态势", ru: "Показать всё известное" },
  wait: { en: "The map is coming", zh: "地图加载中", ru: "Карта загружается" },
  slow: {
    en: "The globe drew fewer than 10 frames a second here. The flat map shows the same facts.",
    zh: "本机绘制地球低于每秒 10 帧，已改用平面地图，内容相同。",
    ru: "Глобус рисуется здесь реже 10 кадров в секунду. Плоская карта показывает то же самое.",
  },
  noWebgl: {
    en: "This browser offers no WebGL. The flat map shows the same facts.",
    zh: "此浏览器不支持 WebGL，已改用平面地图，内容相同。",
    ru: "В этом браузере нет WebGL. Плоская карта показывает то же самое.",
  },
  lost: {
    en: "The graphics processor let go of the globe. The flat map shows the same facts.",
    zh: "图形处理器中断了地球显示，已改用平面地图，内容相同。",
    ru: "Графический процессор прервал показ глобуса. Плоская карта показывает то же самое.",
  },
  failed: {
    en: "The globe could not be loaded. The flat map shows the same facts.",
    zh: "地球未能加载，已改用平面地图，内容相同。",
    ru: "Глобус не загрузился. Плоская карта показывает то же самое.",
  },
  again: { en: "Try the globe again", zh: "重试地球", ru: "Попробовать глобус снова" },
  dismiss: { en: "Dismiss", zh: "关闭提示", ru: "Скрыть" },
  credit: { en: "Globe: CesiumJS", zh: "地球：CesiumJS", ru: "Глобус: CesiumJS" },
  origins: { en: "Whose knowledge", zh: "信息来源", ru: "Чьи данные" },
} as const satisfies Record<string, Phrase>;

export const VIEW_WORDS = {
  globe: { short: { en: "3-D", zh: "三维", ru: "3D" }, long: { en: "Globe", zh: "地球", ru: "Глобус" } },
  plane: { short: { en: "2-D", zh: "二维", ru: "2D" }, long: { en: "Plane from above", zh: "俯视平面", ru: "Плоскость сверху" } },
  columbus: {
    short: { en: "2.5-D", zh: "2.5 维", ru: "2,5D" },
    long: { en: "Plane with heights", zh: "带高度的平面", ru: "Плоскость с высотами" },
  },
  flat: {
    short: { en: "Flat", zh: "平面", ru: "Плоская" },
    long: { en: "Flat map, drawn without WebGL", zh: "平面地图（不用 WebGL）", ru: "Плоская карта без WebGL" },
  },
} as const satisfies Record<string, { short: Phrase; long: Phrase }>;

export const LAYER_WORDS: Readonly<Record<Layer, Phrase>> = {
  tracks: { en: "Tracks", zh: "航迹", ru: "Трассы" },
  history: { en: "History", zh: "历史轨迹", ru: "Пройденный путь" },
  predictions: { en: "Predictions", zh: "预测", ru: "Прогноз" },
  launches: { en: "Launch points", zh: "发射点", ru: "Точки старта" },
  impacts: { en: "Impact points", zh: "落点", ru: "Точки падения" },
  areas: { en: "Threatened areas", zh: "受威胁地区", ru: "Угрожаемые районы" },
  notices: { en: "Notices", zh: "发射通报", ru: "Уведомления" },
  sensors: { en: "Sensors", zh: "传感器", ru: "Средства обнаружения" },
  batteries: { en: "Batteries", zh: "火力单元", ru: "Батареи" },
  plans: { en: "Engagement plans", zh: "拦截计划", ru: "Планы перехвата" },
  engagements: { en: "Engagements", zh: "拦截", ru: "Перехваты" },
  links: { en: "Links", zh: "链路", ru: "Каналы связи" },
  night: { en: "Night", zh: "夜区", ru: "Ночь" },
  truth: { en: "Truth", zh: "真值", ru: "Истина" },
};

export const ORIGIN_WORDS: Readonly<Record<Exclude<Origin, "plain">, Phrase>> = {
  own: { en: "own", zh: "己方", ru: "свои" },
  received: { en: "received", zh: "接收", ru: "полученные" },
  fused: { en: "fused", zh: "融合", ru: "объединённые" },
  truth: { en: "truth", zh: "真值", ru: "истина" },
};
