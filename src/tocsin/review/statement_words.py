"""What a public statement says, in each language, side by side: its frame, and a sentence for each fact.

Every sentence is a line of its own and names its numbers after a colon, so that none has to be bent.  A slot such as
``{count}`` is filled from the records (``review.public_facts``).
"""

from typing import NamedTuple

from tocsin.exchange.agreement import PublicFact


class Said(NamedTuple):
    """One sentence in English, Chinese and Russian."""

    en: str
    zh: str
    ru: str


TAGS = ("en", "zh-Hans", "ru")  # RFC 3066, in the order of ``Said``

MARKED = Said(
    "EXERCISE EXERCISE EXERCISE. Joint public statement.",
    "演习 EXERCISE 演习。联合公开声明。",
    "УЧЕНИЯ EXERCISE УЧЕНИЯ. Совместное заявление для общественности.",
)
SIMULATED = Said(
    "This statement is about an exercise. Everything in it is simulated; nothing real is launched.",
    "本声明所述为一次演习。演习中的一切均为模拟，没有任何真实发射。",
    "Это заявление касается учений. Всё происходящее на них моделируется; настоящих пусков нет.",
)
NO_THIRD_PARTY = Said(
    "The exercise is directed against no third party.",
    "演习不针对任何第三方。",
    "Учения не направлены против какой-либо третьей стороны.",
)

FACT_WORDS: dict[PublicFact, Said] = {
    "exercise_name": Said(
        "Name of the exercise: {name}.",
        "演习名称：{name}。",
        "Название учений: {name}.",
    ),
    "dates": Said(
        "Dates (UTC): {dates}.",
        "日期（协调世界时）：{dates}。",
        "Даты (UTC): {dates}.",
    ),
    "parties": Said(
        "Parties: {names}.",
        "参演方：{names}。",
        "Стороны: {names}.",
    ),
    "agreement": Said(
        "Agreement exercised: {name}; how far the parties work together: {rung}.",
        "演练的协议：{name}；各方协作程度：{rung}。",
        "Отрабатываемое соглашение: {name}; степень взаимодействия сторон: {rung}.",
    ),
    "own_command": Said(
        "Each party acts under its own command; none gives orders to another.",
        "各方均由本国指挥，任何一方都不向另一方下达命令。",
        "Каждая сторона действует под собственным командованием; ни одна не отдаёт приказов другой.",
    ),
    "launches_announced": Said(
        "Simulated launches announced beforehand: {count}.",
        "事先通报的模拟发射次数：{count}。",
        "Условных пусков, о которых уведомили заранее: {count}.",
    ),
    "messages_exchanged": Said(
        "Messages exchanged under the agreement: {count}.",
        "依据协议交换的消息数：{count}。",
        "Сообщений, переданных по соглашению: {count}.",
    ),
    "events_warned": Said(
        "Simulated events of which the parties' staffs were warned: {by_nation}.",
        "各方参谋人员收到告警的模拟事件数：{by_nation}。",
        "Условных событий, о которых были предупреждены штабы сторон: {by_nation}.",
    ),
    "public_warnings": Said(
        "Simulated warnings to the public: {by_nation}.",
        "向公众发布的模拟警报数：{by_nation}。",
        "Условных предупреждений населению: {by_nation}.",
    ),
    "false_alarms": Said(
        "False alarms cancelled: {count}; longest time until cancelled (min:s): {longest}.",
        "已解除的虚警次数：{count}；解除前的最长时间（分:秒）：{longest}。",
        "Отменено ложных тревог: {count}; наибольшее время до отмены (мин:с): {longest}.",
    ),
    "interceptor_notices": Said(
        "Notices to partners of own simulated interceptor launches: {count}.",
        "向伙伴方通报本方模拟拦截弹发射的次数：{count}。",
        "Уведомлений партнёров о собственных условных пусках противоракет: {count}.",
    ),
    "consultations": Said(
        "Consultations held: {count}; of these closed with a joint assessment: {closed}.",
        "举行磋商次数：{count}；其中达成联合评估：{closed}。",
        "Проведено консультаций: {count}; из них завершено совместной оценкой: {closed}.",
    ),
    "launches_simulated": Said(
        "Launches simulated: {count}.",
        "模拟发射总次数：{count}。",
        "Всего смоделировано пусков: {count}.",
    ),
    "intercepts": Said(
        "Simulated missiles intercepted: {count}.",
        "被拦截的模拟导弹数：{count}。",
        "Перехвачено условных ракет: {count}.",
    ),
}

RUNGS: tuple[Said, ...] = (
    Said("nothing is shared", "互不通报", "обмена нет"),
    Said("launches are announced to each other", "相互通报发射", "стороны уведомляют друг друга о пусках"),
    Said("warnings are shown side by side", "并列显示预警信息", "данные предупреждения показываются рядом"),
    Said("warnings are put together", "融合预警信息", "данные предупреждения объединяются"),
    Said("tracks are shared", "共享航迹", "стороны обмениваются трассами"),
    Said("defences are kept out of each other's way", "防御行动相互协调避让", "действия обороны согласуются"),
    Said(
        "defences are planned together, each under its own orders",
        "联合制定防御计划，各自下达命令",
        "оборона планируется совместно, приказы отдаёт каждая сторона сама",
    ),
)
