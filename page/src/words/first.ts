import type { Phrase } from "./words";

/** The words of what a visitor meets first: the lobby and the two opening minutes. */
export const LOOK = {
  language: { en: "Language", zh: "语言", ru: "Язык" },
  toLight: { en: "Light", zh: "浅色", ru: "Светлая" },
  toDark: { en: "Dark", zh: "深色", ru: "Тёмная" },
  theme: { en: "Colours", zh: "配色", ru: "Оформление" },
} satisfies Record<string, Phrase>;

export const LOBBY = {
  motto: {
    en: "Exercises of shared missile early warning",
    zh: "共享导弹预警演习",
    ru: "Учения по совместному предупреждению о ракетных пусках",
  },
  first: {
    en: "Two invented nations keep watch, each with its own satellites and radars, and a written agreement says what they tell each other.",
    zh: "两个虚构国家各自值守，各有自己的卫星和雷达；一份书面协议规定彼此通报什么。",
    ru: "Две вымышленные страны несут дежурство, у каждой свои спутники и радары; что они сообщают друг другу, записано в соглашении.",
  },
  second: {
    en: "A launch that one of them sees may come down on the other: how soon the other knows, and how well, is decided by that agreement.",
    zh: "一方看到的发射，可能落向另一方：另一方多早知道、知道多少，取决于这份协议。",
    ru: "Пуск, который видит одна, может грозить другой: как скоро и как точно та об этом узнает, решает соглашение.",
  },
  third: {
    en: "Everything here is simulated; watch it, take a desk and decide, then see what sharing was worth.",
    zh: "这里一切均为模拟：您可以旁观，也可以入席决断，然后看看共享值多少。",
    ru: "Всё здесь смоделировано: посмотрите, займите место и решайте сами, а потом увидите, чего стоил обмен.",
  },
  start: { en: "Start here", zh: "从这里开始", ru: "Начните здесь" },
  watch: { en: "Watch", zh: "观看", ru: "Смотреть" },
  watchWhat: {
    en: "What Alder sees, what Birch is told. The same morning under any agreement.",
    zh: "桤木国看到什么，桦木国被告知什么。同一个清晨，可换任一协议。",
    ru: "Что видит Ольха и что сообщают Берёзе. То же утро при любом соглашении.",
  },
  tour: { en: "Guided tour, two minutes", zh: "两分钟导览", ru: "Обзор за две минуты" },
  tourWhat: {
    en: "One launch, two nations: what sharing buys, with captions you may skip.",
    zh: "一次发射，两个国家：共享换来什么。附说明，可随时跳过。",
    ru: "Один пуск, две страны: что даёт обмен. С пояснениями, их можно пропустить.",
  },
  officer: { en: "Be the watch officer", zh: "担任值班军官", ru: "Станьте дежурным офицером" },
  officerWhat: {
    en: "One alert, six minutes, one telephone. Real or false?",
    zh: "一次警报，六分钟，一部电话。真还是假？",
    ru: "Одна тревога, шесть минут, один телефон. Настоящая или ложная?",
  },
  seats: { en: "Take a seat in the exercise", zh: "加入演习席位", ru: "Займите место на учении" },
  play: { en: "Play {nation}", zh: "扮演{nation}", ru: "Играть: {nation}" },
  playWhat: {
    en: "All desks of one nation: assess, warn, defend, consult.",
    zh: "一国的全部席位：判定、预警、防御、磋商。",
    ru: "Все посты одной страны: оценка, оповещение, оборона, консультации.",
  },
  control: { en: "Control", zh: "导演部", ru: "Руководство" },
  controlWhat: {
    en: "The truth, the injects, the clock.",
    zh: "掌握真实情况、导调事件与时钟。",
    ru: "Истинная обстановка, вводные, часы.",
  },
  observe: { en: "Observe", zh: "观察", ru: "Наблюдать" },
  observeWhat: {
    en: "See all of it; take notes; score.",
    zh: "纵览全局，记录并评分。",
    ru: "Видеть всё, вести записи, оценивать.",
  },
  joint: { en: "Joint cell", zh: "联合小组", ru: "Совместная группа" },
  jointWhat: {
    en: "Where what both release is put side by side.",
    zh: "双方放行的信息在此并列。",
    ru: "Здесь сводят то, что передают обе стороны.",
  },
  replay: { en: "Replay and what-if", zh: "回放与推演", ru: "Повтор и варианты" },
  replayWhat: {
    en: "Any moment again, as any side knew it.",
    zh: "回到任一时刻，看任一方当时所知。",
    ru: "Любой момент заново, глазами любой стороны.",
  },
  back: { en: "Back to your seat", zh: "回到您的席位", ru: "Вернуться на своё место" },
  joinTitle: { en: "Join {exercise}", zh: "加入 {exercise}", ru: "Войти: {exercise}" },
  code: { en: "Join code", zh: "加入码", ru: "Код" },
  codeHelp: {
    en: "Exercise control gave it to your group.",
    zh: "由演习导演部发给您所在的小组。",
    ru: "Его вашей группе выдало руководство учения.",
  },
  name: { en: "Your name", zh: "您的姓名", ru: "Ваше имя" },
  nameHelp: {
    en: "Kept in the roster, never in the journal.",
    zh: "只存于名册，不进入日志。",
    ru: "Хранится только в списке участников, не в журнале.",
  },
  join: { en: "Join", zh: "加入", ru: "Войти" },
  youSit: { en: "You sit at {side}", zh: "您的席位：{side}", ru: "Ваше место: {side}" },
  rolesHeld: { en: "Your roles", zh: "您的角色", ru: "Ваши роли" },
  rolesFree: { en: "Roles you may take", zh: "可担任的角色", ru: "Доступные роли" },
  noRole: {
    en: "No role yet: exercise control grants it. The room shows what the public is told.",
    zh: "尚无角色：由导演部授予。作战室目前只显示公开信息。",
    ru: "Роли пока нет: её назначает руководство. До тех пор видно только то, что сообщают всем.",
  },
  take: { en: "Take {role}", zh: "担任{role}", ru: "Взять роль: {role}" },
  enter: { en: "Enter the room", zh: "进入作战室", ru: "Войти в зал" },
  unreachable: {
    en: "The server does not answer. This page asks again by itself.",
    zh: "服务器没有应答，本页会自动重试。",
    ru: "Сервер не отвечает. Страница повторит запрос сама.",
  },
  foot: {
    en: "Invented nations, notional numbers. No connection to any real sensor or warning system.",
    zh: "国家为虚构，数据为假定，不与任何真实传感器或预警系统相连。",
    ru: "Страны вымышлены, числа условны. Связи с реальными средствами и системами оповещения нет.",
  },
} satisfies Record<string, Phrase>;

export const WATCH = {
  title: { en: "The first two minutes", zh: "最初两分钟", ru: "Первые две минуты" },
  lobby: { en: "Back to the lobby", zh: "返回大厅", ru: "На главную" },
  keyAgreement: { en: "agreement", zh: "选择协议", ru: "соглашение" },
  keyPlay: { en: "play, pause", zh: "播放、暂停", ru: "пуск, пауза" },
  keySeek: { en: "5 s back, on", zh: "后退、前进 5 秒", ru: "на 5 с назад, вперёд" },
  keySpace: { en: "Space", zh: "空格", ru: "Пробел" },
  knows: { en: "{nation} knows", zh: "{nation}所知", ru: "Что знает {nation}" },
  nothing: { en: "nothing", zh: "一无所知", ru: "ничего" },
  told: { en: "told by {partner}", zh: "由{partner}通报", ru: "сообщает {partner}" },
  own: { en: "own sensors", zh: "自有传感器", ru: "свои средства" },
  both: { en: "told, and seen itself", zh: "既获通报，又自行发现", ru: "сообщено и видит само" },
  agreement: { en: "Agreement", zh: "协议", ru: "Соглашение" },
  sameLuck: { en: "same morning, same luck", zh: "同一个清晨，同样的随机", ru: "то же утро, те же случайности" },
  none: { en: "none", zh: "无协议", ru: "нет" },
  noneWhat: { en: "Nothing is told.", zh: "互不通报。", ru: "Ничего не сообщают." },
  notifyOnly: { en: "notices only", zh: "仅通知", ru: "только уведомления" },
  notifyOnlyWhat: {
    en: "Planned launches are announced; what sensors see is not.",
    zh: "只预告计划中的发射，不通报传感器所见。",
    ru: "Плановые пуски объявляют, показания средств — нет.",
  },
  jdec1: { en: "data centre, phase 1", zh: "数据中心，第一阶段", ru: "центр данных, этап 1" },
  jdec1What: {
    en: "Each tells of its own launches, not of a third state's.",
    zh: "各方通报自己的发射，不通报第三国的发射。",
    ru: "Сообщают о своих пусках, но не о пусках третьих стран.",
  },
  jdec3: { en: "data centre, phase 3", zh: "数据中心，第三阶段", ru: "центр данных, этап 3" },
  jdec3What: {
    en: "Launches of third states too: after 30 s, and blurred.",
    zh: "也通报第三国的发射：延迟 30 秒，并作模糊处理。",
    ru: "И о пусках третьих стран: через 30 с и загрублённо.",
  },
  fullPicture: { en: "full picture", zh: "完整态势", ru: "полная картина" },
  fullPictureWhat: {
    en: "Reports and tracks at once, as exact as they are.",
    zh: "报告与航迹立即通报，精度不减。",
    ru: "Донесения и трассы сразу и без загрубления.",
  },
  sends: { en: "launch report", zh: "发射报告", ru: "донесение о пуске" },
  sharp: { en: "exact", zh: "未模糊", ru: "точно" },
  grid: { en: "place to {km} km", zh: "位置精确到 {km} 公里", ru: "место до {km} км" },
  withheldN: { en: "withheld: {count}", zh: "未放行：{count} 项", ru: "не передано: {count}" },
  delayed: { en: "held {seconds} s", zh: "暂留 {seconds} 秒", ru: "задержка {seconds} с" },
  stopped: { en: "not released", zh: "未放行", ru: "не передано" },
  crossing: {
    en: "{from} tells {to}",
    zh: "{from}通报{to}",
    ru: "сообщение: {from} → {to}",
  },
  since: { en: "since {time}", zh: "自 {time} 起", ru: "с {time}" },
  quiet: { en: "nothing to tell yet", zh: "尚无可通报", ru: "пока нечего сообщать" },
  play: { en: "Play", zh: "播放", ru: "Пуск" },
  pause: { en: "Pause", zh: "暂停", ru: "Пауза" },
  again: { en: "From the start", zh: "从头开始", ru: "Сначала" },
  speed: { en: "{ratio}× time", zh: "{ratio} 倍速", ru: "время ×{ratio}" },
  waiting: { en: "being computed…", zh: "正在计算…", ru: "вычисляется…" },
  failed: { en: "This film cannot be shown: {why}", zh: "无法播放：{why}", ru: "Показать нельзя: {why}" },
  whatKnew: {
    en: "What did {nation} know at {time}?",
    zh: "{time} 时{nation}知道什么？",
    ru: "Что знает {nation} на {time}?",
  },
  timeline: { en: "Time since the launch", zh: "发射后时间", ru: "Время от пуска" },
  hookTitle: {
    en: "Now you are the watch officer.",
    zh: "现在，您是值班军官。",
    ru: "Теперь дежурный офицер — вы.",
  },
  hook: {
    en: "One alert, six minutes, one telephone. Real or false?",
    zh: "一次警报，六分钟，一部电话。真还是假？",
    ru: "Одна тревога, шесть минут, один телефон. Настоящая или ложная?",
  },
  hookGo: { en: "Take the watch", zh: "接班", ru: "Принять дежурство" },
  lead: {
    en: "{nation} was told {span} before its own radar could see it.",
    zh: "{nation}在自己的雷达能够发现之前 {span} 已获通报。",
    ru: "{nation}: сообщение пришло за {span} до того, как увидел свой радар.",
  },
  alone: {
    en: "{nation} saw it only now, with its own radar. Nobody had told it.",
    zh: "{nation}直到此刻才由自己的雷达发现，此前无人通报。",
    ru: "{nation} видит пуск только теперь, своим радаром. Никто не сообщил.",
  },
  skip: { en: "End the tour", zh: "结束导览", ru: "Завершить обзор" },
  next: { en: "Next", zh: "下一步", ru: "Дальше" },
  step: { en: "{now} of {all}", zh: "{now} / {all}", ru: "{now} из {all}" },
} satisfies Record<string, Phrase>;

/** What a nation knew at a moment, in sentences made from its picture. */
export const KNEW = {
  nothing: {
    en: "At {time} {nation} knew nothing: no sensor of its own saw a launch, and nobody had told it of one.",
    zh: "{time}，{nation}一无所知：自己的传感器未见发射，也无人通报。",
    ru: "{time}: {nation} не знает ничего. Свои средства пуска не видят, и никто о нём не сообщил.",
  },
  own: {
    en: "At {time} {nation} knew of a launch: its own {kinds} saw it.",
    zh: "{time}，{nation}已知有发射：由自己的{kinds}发现。",
    ru: "{time}: {nation} знает о пуске. Его видит свой {kinds}.",
  },
  partner: {
    en: "At {time} {nation} knew of a launch on the word of {partner}, whose {kinds} saw it.",
    zh: "{time}，{nation}已知有发射：由{partner}通报，其{kinds}所见。",
    ru: "{time}: {nation} знает о пуске: сообщает {partner}, его видит {kinds} партнёра.",
  },
  partnerOnly: {
    en: "At {time} {nation} knew of a launch on the word of {partner} alone.",
    zh: "{time}，{nation}已知有发射：仅凭{partner}通报。",
    ru: "{time}: {nation} знает о пуске лишь потому, что сообщает {partner}.",
  },
  both: {
    en: "At {time} {nation} knew of a launch: its own {kinds} saw it, and {partner} had told it.",
    zh: "{time}，{nation}已知有发射：自己的{kinds}发现，{partner}亦已通报。",
    ru: "{time}: {nation} знает о пуске. Его видит свой {kinds}, и {partner} сообщает о нём.",
  },
  more: { en: "And of {count} more.", zh: "另外还有 {count} 次。", ru: "Известно и о других: {count}." },
  launch: {
    en: "Where it rose: within {km} km.",
    zh: "发射位置：误差 {km} 公里以内。",
    ru: "Место пуска: в пределах {km} км.",
  },
  noImpact: {
    en: "Where it would come down: not known.",
    zh: "落点：未知。",
    ru: "Где упадёт: неизвестно.",
  },
  wideImpact: {
    en: "Where it would come down: only within {km} km.",
    zh: "落点：只知在 {km} 公里范围内。",
    ru: "Где упадёт: лишь в пределах {km} км.",
  },
  impact: {
    en: "It would come down at {area} in {span}.",
    zh: "将于 {span} 后落在{area}。",
    ru: "Район падения: {area}, через {span}.",
  },
  judged: {
    en: "Confidence {confidence}; the watch says {assessment}.",
    zh: "置信度{confidence}；值班判定：{assessment}。",
    ru: "Достоверность: {confidence}; оценка дежурных: {assessment}.",
  },
  warned: {
    en: "The people of {areas} had been warned.",
    zh: "已向{areas}居民发出警报。",
    ru: "Население оповещено: {areas}.",
  },
  ir: { en: "satellite", zh: "卫星", ru: "спутник" },
  radar: { en: "radar", zh: "雷达", ru: "радар" },
  and: { en: "{one} and {other}", zh: "{one}与{other}", ru: "{one} и {other}" },
} satisfies Record<string, Phrase>;

/** Why an agreement held something back: the engine's words for it, in each language. */
export const REASONS: Readonly<Record<string, Phrase>> = {
  "launch reports not granted": {
    en: "launch reports are not granted",
    zh: "协议未许可发射报告",
    ru: "донесения о пусках не предусмотрены",
  },
  "launches of third states are not reported": {
    en: "launches of third states are not reported",
    zh: "不通报第三国的发射",
    ru: "о пусках третьих стран не сообщают",
  },
};

export const TOUR = {
  calm: {
    en: "An ordinary morning. Left: all that Alder knows. Right: all that Birch knows. The truth is shown to neither.",
    zh: "一个寻常的清晨。左边是桤木国所知的一切，右边是桦木国所知的一切；真实情况双方都看不到。",
    ru: "Обычное утро. Слева всё, что знает Ольха, справа всё, что знает Берёза. Истинной обстановки не видит никто.",
  },
  plume: {
    en: "Alder's satellite sees a plume as it leaves the cloud. Where it rose is known to a few kilometres; where it goes is not.",
    zh: "桤木国的卫星看到尾焰冲出云层。从何处升起已知到数公里，飞向何处尚不清楚。",
    ru: "Спутник Ольхи видит факел, вышедший из облаков. Место пуска известно до километров, куда летит — нет.",
  },
  crossing: {
    en: "The agreement acts: the report crosses, seconds after Alder has it. Birch is behind its horizon and still knows.",
    zh: "协议生效：桤木国得知数秒后，报告即送达。桦木国仍在地平线之下，却已知情。",
    ru: "Соглашение действует: донесение уходит через секунды. У Берёзы пуск за горизонтом, но она уже знает.",
  },
  tracks: {
    en: "Alder's radar has the missile. Its track is passed on too: now Birch knows which city, and when.",
    zh: "桤木国的雷达捕获导弹并转交航迹：桦木国由此知道是哪座城市、何时。",
    ru: "Радар Ольхи ведёт ракету. Передана и трасса: Берёза теперь знает, какой город и когда.",
  },
  other: {
    en: "The same morning, the same luck, no agreement. Watch the right side.",
    zh: "同一个清晨，同样的随机，但没有协议。请看右边。",
    ru: "То же утро, те же случайности, но без соглашения. Смотрите вправо.",
  },
  alone: {
    en: "Birch finds out by its own radar alone. The minutes between the two are what sharing bought here; no agreement can make them more.",
    zh: "桦木国只能靠自己的雷达发现。两者之间的几分钟就是共享的所得，任何协议都不能使之更多。",
    ru: "Берёза узнаёт лишь от своего радара. Минуты между этими моментами и дал обмен; больше не даст ни одно соглашение.",
  },
  ask: {
    en: "Drag the clock and ask: what did Birch know then? The answer is made from its picture of that second.",
    zh: "拖动时钟即可提问：那时桦木国知道什么？答案取自那一秒的态势。",
    ru: "Двигайте часы и спрашивайте: что Берёза знала тогда? Ответ берётся из картины той секунды.",
  },
} satisfies Record<string, Phrase>;
