import { t, type Phrase } from "./words";

/** What each order is, as its form says it; the English is the server's own description of it. */
export const ABOUTS: Readonly<Record<string, Phrase>> = {
  AssessEvent: { en: "The watch officer says what an event is.", zh: "值班军官判定事件的性质。", ru: "Дежурный офицер определяет, что это за событие." },
  SetAlert: { en: "The commander sets the node's posture.", zh: "指挥官设定本方戒备等级。", ru: "Командующий устанавливает готовность своей стороны." },
  Fire: {
    en: "The air-and-missile-defence desk orders one engagement: one battery, one object of an event. interceptors: how many; 0 for the battery's own salvo.",
    zh: "防空反导席下达一次拦截：一个火力单元，对事件中的一个目标。拦截弹数：填 0 则按该单元的齐射数。",
    ru: "Пост ПВО и ПРО приказывает один перехват: одна батарея, один объект события. Число противоракет: 0 — по залпу самой батареи.",
  },
  CueRadar: {
    en: "The sensor desk points a radar at a part of its sky, for what an event is expected to bring there.",
    zh: "传感器席引导雷达指向一片空域，等候事件目标出现。",
    ru: "Пост наблюдения наводит РЛС на участок неба, где ожидается объект события.",
  },
  Ask: {
    en: "A desk asks what is known of an event elsewhere: its own sensors' read-out, or a sheet that someone keeps.",
    zh: "席位查询他处对事件的了解：本方传感器读数，或他人保管的登记表。",
    ru: "Пост запрашивает, что известно о событии в другом месте: показания своих средств или чей-либо журнал.",
  },
  ForwardNotice: { en: "The notice desk sends a notice on to its own sensor desk.", zh: "通报席将通报转给本方传感器席。", ru: "Пост уведомлений передаёт уведомление своему посту наблюдения." },
  WithholdNotice: {
    en: "The data-exchange desk keeps one of its own notices from the partners, out of its quota.",
    zh: "数据交换席对伙伴扣留一份本方通报，计入配额。",
    ru: "Пост обмена данными скрывает от партнёров одно своё уведомление, в счёт квоты.",
  },
  SuspendSharing: { en: "The commander suspends the agreement, in mid-run.", zh: "指挥官在演习进行中中止协议。", ru: "Командующий приостанавливает соглашение во время игры." },
  ResumeSharing: { en: "The commander lifts the nation's own suspension.", zh: "指挥官解除本国的中止。", ru: "Командующий снимает приостановку своей стороны." },
  SignAmendment: {
    en: "The commander signs new terms; they are in force once every party has signed the same.",
    zh: "指挥官签署新条款；各方签署同一文本后生效。",
    ru: "Командующий подписывает новые условия; они действуют, когда все стороны подписали одно и то же.",
  },
  SendPublicWarning: {
    en: "Warn the nation's own public; event_id is '' where no event is behind it. Where doctrine asks for two persons, two different cells must order the same.",
    zh: "向本国公众发布警报；没有对应事件时，事件栏留空。条令要求两人时，须由两个不同席位下达同一命令。",
    ru: "Предупредить своё население; событие не указывают, если его нет. Если доктрина требует двух лиц, одно и то же приказывают два разных поста.",
  },
  CancelPublicWarning: { en: "Cancel a warning to the public.", zh: "解除对公众的警报。", ru: "Отменить предупреждение населению." },
  Query: { en: "The data-exchange desk asks a partner about an event.", zh: "数据交换席就事件询问伙伴。", ru: "Пост обмена данными запрашивает партнёра о событии." },
  Reply: { en: "The data-exchange desk answers a partner's query.", zh: "数据交换席答复伙伴的询问。", ru: "Пост обмена данными отвечает на запрос партнёра." },
  SignAssessment: { en: "The head of a nation's watch signs a joint assessment.", zh: "一国值班负责人签署联合评估。", ru: "Начальник дежурства подписывает совместную оценку." },
  Propose: {
    en: "A joint cell proposes an assessment of an event to the nations: they decide, each for itself.",
    zh: "联合小组向各国建议对事件的评估：由各国自行决定。",
    ru: "Совместная группа предлагает сторонам оценку события: каждая решает сама.",
  },
  ProposePlan: {
    en: "A joint cell proposes who is to shoot at what, as its plan now stands: each nation orders its own.",
    zh: "联合小组按现行方案建议由谁拦截什么：各国自行下达命令。",
    ru: "Совместная группа предлагает по текущему плану, кто что перехватывает: приказывает каждая сторона сама.",
  },
  Advise: {
    en: "The data-exchange desk tells partners of something that may look like a launch and is none.",
    zh: "数据交换席向伙伴通告形似发射而并非发射的情况。",
    ru: "Пост обмена данными сообщает партнёрам о том, что похоже на пуск, но им не является.",
  },
  Say: {
    en: "Anyone writes to someone. to: a partner, control, or the own nation's name for its own channel. is_request: a request for information, which stays open until something answers it. answers: the id of the text that this answers, or ''. speaker: whom exercise control speaks as (a third state, a newspaper), '' for itself; of control alone.",
    zh: "任何人可发文。发给：伙伴、导演部，或以本国名称发到内部频道。作为请求：在得到答复前一直未结。答复对象：所答文电的编号，可留空。以谁的名义：导演部所扮演者（第三国、报社），留空即导演部本身；仅限导演部。",
    ru: "Написать может каждый. Кому: партнёру, руководству или своей стороне во внутренний канал. Запрос остаётся открытым, пока на него не ответят. Ответ на: номер текста или пусто. От имени: за кого говорит руководство (третья страна, газета), пусто — за себя; только для руководства.",
  },
  HoldMessage: {
    en: "The data-exchange desk keeps back what would be told of a subject, until it lets it go. subject: an own event, notice, public warning or advisory; or the name of a kind of message: all of it.",
    zh: "数据交换席暂扣有关某对象的通报，直至放行。对象：本方的事件、通报、公众警报或通告；或某类报文的名称，即该类全部。",
    ru: "Пост обмена данными удерживает всё, что сообщалось бы о предмете, пока не отпустит. Предмет: своё событие, уведомление, предупреждение или сообщение; либо вид сообщений целиком.",
  },
  SendMessage: {
    en: "The data-exchange desk lets go what it held back of a subject; the agreement decides as always.",
    zh: "数据交换席放行所暂扣的内容；是否通报仍由协议决定。",
    ru: "Пост обмена данными отпускает удержанное; что передать, как всегда решает соглашение.",
  },
  SetDoctrine: {
    en: "The commander orders another doctrine from now on; doctrine names a shipped one.",
    zh: "指挥官命令即日起改用另一条令；须为随附条令之一。",
    ru: "Командующий приказывает действовать по другой доктрине; называется одна из имеющихся.",
  },
  DenyEngagement: {
    en: "The commander forbids a battery to engage an object of an event; '' for either means every one.",
    zh: "指挥官禁止某火力单元拦截事件中的某目标；任一栏留空即指全部。",
    ru: "Командующий запрещает батарее перехват объекта события; пустое поле означает все.",
  },
  AllowEngagement: { en: "The commander takes a denial back.", zh: "指挥官解除禁止。", ru: "Командующий снимает запрет." },
  MarkRead: {
    en: "Someone has opened what came: item_id is a message's, a text's or an inject's. Or has taken note of what is open: an event's, a consultation's.",
    zh: "已打开收到的内容：条目为报文、文电或导调。或已知悉未结事项：事件、磋商。",
    ru: "Полученное открыто: сообщение, текст или вводная. Или принято к сведению открытое: событие, консультация.",
  },
  SignHandover: {
    en: "One of the two people of a change of watch signs the list of what is open. Both must.",
    zh: "交接班双方之一签署未结事项清单。双方均须签署。",
    ru: "Один из двоих при смене дежурства подписывает перечень открытого. Подписать должны оба.",
  },
  CheckComms: {
    en: "Someone asks a partner's node to answer, to see that the link works.",
    zh: "请伙伴节点应答，以检查链路。",
    ru: "Узел партнёра просят ответить, чтобы проверить линию связи.",
  },
  CorrectPublicWarning: {
    en: "A standing warning to the public is for other areas from now on: all of areas, and no other. Where doctrine asks for two persons, two different cells must order the same.",
    zh: "将生效中的公众警报改为其他区域：仅限所列全部区域。条令要求两人时，须由两个不同席位下达同一命令。",
    ru: "Действующее предупреждение отныне относится к другим районам: ко всем названным и только к ним. Если доктрина требует двух лиц, одно и то же приказывают два разных поста.",
  },
  WriteInject: { en: "Control writes a new inject, or a planned one anew.", zh: "导演部新写一条导调，或改写计划中的导调。", ru: "Руководство пишет новую вводную или переписывает запланированную." },
  FireInject: {
    en: "Control fires an inject now, whatever its time, trigger and dependencies.",
    zh: "导演部立即下达导调，不论其时间、触发条件和前置。",
    ru: "Руководство даёт вводную сейчас, независимо от времени, условия и зависимостей.",
  },
  HoldInject: {
    en: "Control keeps an inject from firing by itself until it is freed, fired or skipped.",
    zh: "导演部暂缓导调自动下达，直至解除、下达或跳过。",
    ru: "Руководство задерживает вводную, пока её не освободят, дадут или пропустят.",
  },
  FreeInject: { en: "Control lets a held or skipped inject fire by itself again.", zh: "导演部使暂缓或跳过的导调恢复自动下达。", ru: "Руководство снова разрешает задержанной или пропущенной вводной сработать самой." },
  SlipInject: {
    en: "Control moves an inject to another time (ms); a time that has passed fires it at once.",
    zh: "导演部将导调改到另一时间；时间已过则立即下达。",
    ru: "Руководство переносит вводную на другое время; прошедшее время даёт её сразу.",
  },
  SkipInject: { en: "Control leaves an inject out.", zh: "导演部略去一条导调。", ru: "Руководство пропускает вводную." },
  CloneInject: {
    en: "Control makes a second one like an inject, under another id and at another time (ms; -1: by hand).",
    zh: "导演部复制导调，另给编号和时间（-1：人工下达）。",
    ru: "Руководство делает копию вводной с другим номером и временем (-1: вручную).",
  },
};

/** Return what an order is; what the server says of it where no catalogue knows it. */
export function aboutOrder(name: string, about: string): string {
  const phrase = ABOUTS[name];
  return phrase === undefined ? about : t(phrase);
}
