"""How a nation's air-and-missile-defence desk fights: a small object that two staffs can exchange."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

WeaponsControl = Literal["hold", "self_defence", "tight", "free"]
EngagementMethod = Literal["shoot_look_shoot", "salvo", "salvo_look_salvo"]
Defends = Literal["own", "parties"]
Announces = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class FireDoctrine:
    """At what, how and for whom is fired.

    Attributes
    ----------
    name : str
    weapons_control : hold, self_defence, tight or free
        ``hold``: at nothing.  ``self_defence``: at what comes down on a declared area of the nation.  ``tight``: at
        what the watch has found valid.  ``free``: at what comes down on the defended and was not found harmless.
    engagement : shoot_look_shoot, salvo or salvo_look_salvo
        One interceptor, a look, the next; one salvo and no more; salvo, look, salvo.
    defends : own or parties
        ``parties``: partners too, where the agreement lets a nation fire on a partner's tracks.
    announces : before or after
        Whether partners are told of a shot when it is ordered or when it has been fired.
    announce_ms : int, ms
        With ``after``: how long after lift-off the word of it takes to draft.
    salvo : mapping of layer to int
        Interceptors fired together; the battery's own number where it says nothing.
    reserve : mapping of layer to int
        Interceptors of each battery that are kept for declared areas.
    sigma_m : float, m
        Predicted track error at intercept that is good enough to fire on.
    above_probability : float in [0, 1)
        Only what is a payload with more than this probability is engaged.
    """

    name: str = "standard"
    weapons_control: WeaponsControl = "tight"
    engagement: EngagementMethod = "salvo_look_salvo"
    defends: Defends = "own"
    announces: Announces = "before"
    announce_ms: int = 20_000
    salvo: Mapping[str, int] = field(default_factory=dict)
    reserve: Mapping[str, int] = field(default_factory=dict)
    sigma_m: float = 3000.0
    above_probability: float = 0.3
