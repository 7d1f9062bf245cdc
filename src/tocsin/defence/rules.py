"""What a doctrine lets a desk do: at what it may fire, and how many more interceptors at one object."""

from collections.abc import Collection, Mapping, Sequence

from tocsin.defence.battery import Battery, Layer, Shot
from tocsin.defence.doctrine import FireDoctrine
from tocsin.exchange.payload import Assessment

HARMLESS: tuple[Assessment, ...] = ("anomalous", "false")


def may_fire(fire: FireDoctrine, assessed: Assessment, areas: Collection[str], own_areas: Collection[str]) -> bool:
    """Return whether weapons control lets a desk fire at an object.

    Parameters
    ----------
    fire : FireDoctrine
    assessed : Assessment
        What the watch takes the event to be.
    areas, own_areas : collections of area id
        Declared areas that the object is likely to come down on; those of the nation.
    """
    if fire.weapons_control == "hold" or assessed in HARMLESS:
        return False
    if fire.weapons_control == "tight":
        return assessed == "valid"
    return fire.weapons_control == "free" or not set(areas).isdisjoint(own_areas)


def salvo_of(fire: FireDoctrine, layer: Layer, own_salvo: int) -> int:
    """Return how many interceptors a doctrine has go together at one object, of a layer whose own salvo is given."""
    return 1 if fire.engagement == "shoot_look_shoot" else fire.salvo.get(layer, own_salvo)


def room_for(
    fire: FireDoctrine, layer: Layer, own_salvo: int, shots: Sequence[Shot], assessed: Mapping[str, bool]
) -> int:
    """Return how many interceptors of a layer may still go at one object now.

    Parameters
    ----------
    own_salvo : int
        Of a battery of the layer.
    shots : sequence of Shot
        All that the nation has fired at the object, of any layer.
    assessed : mapping of shot id to bool
        Whether a shot was a kill, for those that have been looked at.

    Returns
    -------
    int
        0 after one assessed a kill, and while shots of another layer are under way.  What is under way counts
        against the salvo, and in ``salvo`` all that was fired.
    """
    if any(assessed.get(shot.shot_id) for shot in shots):
        return 0
    counted = shots if fire.engagement == "salvo" else [shot for shot in shots if shot.shot_id not in assessed]
    if any(shot.layer != layer for shot in counted):
        return 0
    return max(0, salvo_of(fire, layer, own_salvo) - sum(shot.interceptors for shot in counted))


def channels_free(battery: Battery, shots: Sequence[Shot], time_ms: int) -> int:
    """Return how many more engagements a battery's radar supports now: each shot under way holds one."""
    held = sum(
        shot.battery_id == battery.battery_id and shot.intercept_ms + battery.assessment_ms > time_ms
        for shot in shots
    )
    return max(0, battery.most_at_once - held)
