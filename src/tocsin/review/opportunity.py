"""Who could be warned of what, and by when."""

from typing import NamedTuple

from tocsin.orders.record import Launch
from tocsin.review.facts import Facts


class Opportunity(NamedTuple):
    """One launch that threatens one area of one nation; ``impact_ms`` is the first undefended impact in it."""

    launch: Launch
    area_id: str
    nation: str
    impact_ms: int

    @property
    def subject(self) -> str:
        """Return the name of the opportunity in rows."""
        return f"{self.launch.launch_id}/{self.area_id}"


def opportunities(facts: Facts) -> list[Opportunity]:
    """Return every launch with every area of a party at risk from it."""
    owner = {area.area_id: area.nation for area in facts.scenario.geography.areas}
    found: dict[tuple[str, str], Opportunity] = {}
    for launch in facts.launches:
        for impact in sorted(launch.impacts, key=lambda item: item.time_ms):
            for area_id in impact.areas:
                if owner[area_id] in facts.parties:
                    found.setdefault(
                        (launch.launch_id, area_id), Opportunity(launch, area_id, owner[area_id], impact.time_ms)
                    )
    return list(found.values())


def first_impact_ms(launch: Launch, nation: str) -> int | None:
    """Return when a launch's first payload would come down in a nation; None if none would."""
    return min((impact.time_ms for impact in launch.impacts if impact.nation == nation), default=None)


def threatened_parties(facts: Facts, launch: Launch) -> list[str]:
    """Return the parties in whose territory a payload of the launch would come down."""
    return [nation for nation in facts.parties if first_impact_ms(launch, nation) is not None]


def deadline_ms(facts: Facts, launch: Launch) -> int:
    """Return until when a launch can still be noticed: its last undefended impact, else when its bodies ended.

    While a launch without payloads is still flying the deadline lies after the end of the run.
    """
    if launch.impacts:
        return max(impact.time_ms for impact in launch.impacts)
    ends_ms = [facts.ended[body_id].ended_ms for body_id in launch.body_ids if body_id in facts.ended]
    return max(ends_ms) if len(ends_ms) == len(launch.body_ids) else facts.end_ms + 1
