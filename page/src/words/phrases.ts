import type { Phrase } from "./words";

/**
 * Stock phrases for what an order must or may say in words.  Who gives the order picks one or writes another; what is
 * sent is the text in the language of who sends it.
 */
export const REQUESTS: readonly Phrase[] = [
  { en: "Please send your assessment of what you see.", zh: "请通报你方所见情况及判定。", ru: "Прошу сообщить вашу оценку наблюдаемого." },
  { en: "Do you hold the same object?", zh: "你方是否掌握同一目标？", ru: "Сопровождаете ли вы тот же объект?" },
  { en: "Request an update when anything changes.", zh: "情况如有变化，请即通报。", ru: "Прошу доложить при любом изменении обстановки." },
];

export const REPLIES: readonly Phrase[] = [
  { en: "Acknowledged.", zh: "收到。", ru: "Принято." },
  { en: "We hold nothing there.", zh: "我方在该处未发现目标。", ru: "Мы там ничего не наблюдаем." },
  { en: "Stand by, our assessment follows.", zh: "请稍候，我方判定随后通报。", ru: "Ждите, наша оценка последует." },
];

/** Why an order is given. */
export const REASONS: readonly Phrase[] = [
  { en: "confirmed by two kinds of sensor", zh: "经两类传感器证实", ru: "подтверждено датчиками двух видов" },
  { en: "on the partner's report", zh: "依据伙伴通报", ru: "по донесению партнёра" },
  { en: "agrees with a notification", zh: "与事先通报相符", ru: "согласуется с уведомлением" },
  { en: "as a precaution", zh: "作为预防措施", ru: "из предосторожности" },
  { en: "by direction of the commander", zh: "奉指挥员指示", ru: "по указанию командира" },
  { en: "puts an earlier order right", zh: "更正先前命令", ru: "исправляет прежний приказ" },
];

/** What may look like a launch and is none. */
export const CAUSES: readonly Phrase[] = [
  { en: "re-entry of a spent stage", zh: "末级残骸再入大气层", ru: "вход отработавшей ступени в атмосферу" },
  { en: "ground test of a rocket motor", zh: "火箭发动机地面试车", ru: "стендовое испытание ракетного двигателя" },
  { en: "a sensor of ours is faulty", zh: "我方传感器故障", ru: "неисправность нашего датчика" },
  { en: "a fire or an explosion on the ground", zh: "地面火灾或爆炸", ru: "пожар или взрыв на земле" },
];
