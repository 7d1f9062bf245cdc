"""The questionnaire: every question in English, Chinese and Russian, side by side, and who is asked it.

Each is a statement that people agree with from 1 (not at all) to 5 (fully).
"""

from typing import NamedTuple

from tocsin.review.statement_words import Said


class Question(NamedTuple):
    """One question.  ``roles``: who is asked; empty for everybody."""

    key: str
    said: Said
    roles: tuple[str, ...] = ()


INTRO = Said(
    "How far do you agree? 1: not at all, 5: fully. Answers are anonymous and are shown only pooled, "
    "from three answers or more. A remark is shown as you write it: say nothing in it that tells who you are.",
    "您在多大程度上同意？1：完全不同意，5：完全同意。答卷匿名，满三份后才合并显示。意见将按原文显示，请勿写入能表明您身份的内容。",
    "Насколько вы согласны? 1: совсем нет, 5: полностью. Ответы анонимны и показываются только сводно, "
    "начиная с трёх. Замечание показывается дословно: не пишите в нём того, что выдаёт вас.",
)

QUESTIONS: tuple[Question, ...] = (
    Question(
        "picture",
        Said(
            "I knew in time what was happening.",
            "我及时了解了正在发生的情况。",
            "Я вовремя знал, что происходит.",
        ),
    ),
    Question(
        "partner",
        Said(
            "What our partners told us was of use.",
            "伙伴方提供的信息对我们有用。",
            "То, что сообщали партнёры, было полезно.",
        ),
    ),
    Question(
        "trust",
        Said(
            "I could tell how far to trust what I was shown.",
            "我能判断所显示的信息在多大程度上可信。",
            "Я понимал, насколько можно доверять тому, что мне показано.",
        ),
    ),
    Question(
        "agreement",
        Said(
            "I understood what the agreement lets us tell.",
            "我清楚协议允许我方通报哪些内容。",
            "Мне было ясно, что соглашение позволяет сообщать.",
        ),
    ),
    Question(
        "roles",
        Said(
            "It was clear who decides what.",
            "各事项由谁决定是明确的。",
            "Было ясно, кто что решает.",
        ),
    ),
    Question(
        "tempo",
        Said(
            "The pace left me time to think.",
            "演习节奏给我留出了思考时间。",
            "Темп оставлял мне время подумать.",
        ),
    ),
    Question(
        "displays",
        Said(
            "The displays showed me what I needed.",
            "显示界面提供了我所需要的信息。",
            "На экранах было то, что мне нужно.",
        ),
    ),
    Question(
        "realism",
        Said(
            "The exercise was real enough to learn from.",
            "演习足够逼真，能从中学到东西。",
            "Учения были достаточно правдоподобны, чтобы на них учиться.",
        ),
    ),
    Question(
        "false_alarms",
        Said(
            "I could tell a launch from a false alarm.",
            "我能区分真实发射与虚警。",
            "Я мог отличить пуск от ложной тревоги.",
        ),
        ("watch_officer", "sensor_desk", "notice_desk", "fusion_cell"),
    ),
    Question(
        "release",
        Said(
            "It was clear what could be released to partners, and how soon.",
            "哪些内容可以向伙伴方提供、多快提供，是明确的。",
            "Было ясно, что и как скоро можно передать партнёрам.",
        ),
        ("data_exchange_desk", "disclosure_officer", "liaison_officer", "legal_adviser"),
    ),
    Question(
        "engagements",
        Said(
            "I knew what our partners were shooting at.",
            "我了解伙伴方正在拦截哪些目标。",
            "Я знал, по чему стреляют партнёры.",
        ),
        ("defence_desk",),
    ),
    Question(
        "decision",
        Said(
            "I had what I needed when I had to decide.",
            "需要决策时，我已掌握所需信息。",
            "Когда нужно было решать, у меня было всё необходимое.",
        ),
        ("commander",),
    ),
    Question(
        "public",
        Said(
            "We could warn the public, and take a warning back, in good time.",
            "我们能够及时向公众发布警报并及时解除警报。",
            "Мы могли вовремя предупредить население и вовремя отменить предупреждение.",
        ),
        ("civil_protection_desk", "public_affairs"),
    ),
)
