"""What a public warning says to people, in each language: short, calm, and every text marked as an exercise.

``{clock}`` is the expected time of impact, hours and minutes UTC; ``{nation}`` the name of who warns.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one step of a warning: CAP elements of the same names."""

    event: str
    headline: str
    description: str
    instruction: str


@dataclass(frozen=True, slots=True)
class Language:
    """One language of a public warning.

    Attributes
    ----------
    tag : str
        Language tag, RFC 3066.
    marking : str
        What every text begins with: the language's word for exercise, then EXERCISE.
    impact : str
        The sentence that tells when, put after the description where the time is known.
    sender_name : str
        Who warns.
    alert, update, cancel : Wording
    """

    tag: str
    marking: str
    impact: str
    sender_name: str
    alert: Wording
    update: Wording
    cancel: Wording


LANGUAGES = (
    Language(
        tag="en",
        marking="EXERCISE EXERCISE. ",
        impact=" Expected at about {clock} UTC.",
        sender_name="{nation} civil protection",
        alert=Wording(
            event="Missile warning",
            headline="Missile warning: take shelter now",
            description="A missile may come down in the areas named in this message.",
            instruction=(
                "Go into the nearest solid building now. Go to a basement or an inner room, away from windows. "
                "If you are outdoors and cannot reach a building in time, lie down and cover your head. "
                "Wait for the all-clear."
            ),
        ),
        update=Wording(
            event="Missile warning, updated",
            headline="Missile warning updated: take shelter, or stay there",
            description=(
                "This message replaces the earlier warning. "
                "A missile may come down in the areas named in this message."
            ),
            instruction=(
                "If you are in one of these areas, go to a basement or an inner room of a solid building, "
                "or stay there, away from windows. Wait for the all-clear."
            ),
        ),
        cancel=Wording(
            event="Missile warning cancelled",
            headline="Missile warning cancelled: all clear",
            description=(
                "The missile warning for the areas named in this message is cancelled. "
                "There is no missile threat to them."
            ),
            instruction=(
                "You may leave shelter. Please do not call the emergency numbers to ask about this message."
            ),
        ),
    ),
    Language(
        tag="zh-Hans",
        marking="演习 EXERCISE。",
        impact="预计时间为协调世界时 {clock} 左右。",
        sender_name="{nation} 民防部门",
        alert=Wording(
            event="导弹警报",
            headline="导弹警报：请立即躲避",
            description="导弹可能落在本消息所列地区。",
            instruction=(
                "请立即进入最近的坚固建筑，前往地下室或内侧房间，远离窗户。"
                "如在户外且来不及进入建筑，请就地卧倒并护住头部。请等待警报解除通知。"
            ),
        ),
        update=Wording(
            event="导弹警报更新",
            headline="导弹警报更新：请躲避，已躲避者请勿离开",
            description="本消息取代此前的警报。导弹可能落在本消息所列地区。",
            instruction=(
                "如果您在所列地区，请前往坚固建筑的地下室或内侧房间，或继续留在那里，远离窗户。请等待警报解除通知。"
            ),
        ),
        cancel=Wording(
            event="导弹警报解除",
            headline="导弹警报已解除",
            description="本消息所列地区的导弹警报已解除，这些地区没有导弹威胁。",
            instruction="您可以离开躲避场所。请不要为询问此消息而拨打紧急电话。",
        ),
    ),
    Language(
        tag="ru",
        marking="УЧЕНИЯ EXERCISE. ",
        impact=" Ожидаемое время — около {clock} UTC.",
        sender_name="{nation}: гражданская оборона",
        alert=Wording(
            event="Ракетная опасность",
            headline="Ракетная опасность: немедленно укройтесь",
            description="В районах, указанных в этом сообщении, возможно падение ракеты.",
            instruction=(
                "Немедленно войдите в ближайшее прочное здание. Спуститесь в подвал или перейдите во внутреннее "
                "помещение, подальше от окон. Если вы на улице и не успеваете дойти до здания, лягте на землю и "
                "закройте голову руками. Ждите отбоя."
            ),
        ),
        update=Wording(
            event="Ракетная опасность, уточнение",
            headline="Ракетная опасность, уточнение: укройтесь или оставайтесь в укрытии",
            description=(
                "Это сообщение заменяет предыдущее. В районах, указанных в этом сообщении, возможно падение ракеты."
            ),
            instruction=(
                "Если вы находитесь в одном из этих районов, спуститесь в подвал или перейдите во внутреннее "
                "помещение прочного здания, подальше от окон, либо оставайтесь там. Ждите отбоя."
            ),
        ),
        cancel=Wording(
            event="Отбой ракетной опасности",
            headline="Отбой ракетной опасности",
            description=(
                "Ракетная опасность в районах, указанных в этом сообщении, отменена. Угрозы падения ракет там нет."
            ),
            instruction=(
                "Можно выйти из укрытия. Пожалуйста, не звоните в экстренные службы с вопросами об этом сообщении."
            ),
        ),
    ),
)
