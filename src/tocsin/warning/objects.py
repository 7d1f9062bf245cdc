"""The objects of one launch: payload, spent stages, debris; which of them an event's warnings rest on."""

import functools
import math
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from tocsin.earth.kernels import lla_rows
from tocsin.exchange.payload import Assessment
from tocsin.picture.kernels import distances
from tocsin.picture.shared import Picture, track_names
from tocsin.tracking.classify import PRIOR
from tocsin.tracking.provenance import Provenance
from tocsin.tracking.threat_kind import Flight, ThreatKind, first_kind, judged_kind, may_glide
from tocsin.warning.event import EventObject, Kinds, WarningEvent
from tocsin.warning.kernels import fly_back

Array = NDArray[np.float64]

PAYLOAD = 0
UNLIKELY = 0.05  # notional: what is a payload with less than this is a note, not a threat
NEAR_ODDS = 9.0  # notional: odds that two tracks of unknown kind that were at one place are of one launch
POOR_FIT = 0.05  # share of true pairs that fit worse than this: from here on misfit counts against them
TOGETHER, APART = 0.5, 0.3  # a track joins an event from this probability, and leaves it below that
PARTING_M, PARTING_M_S = 1e3, 30.0  # m and m/s, notional: how far off one place and one velocity objects part
THRUST_M, THRUST_M_S = 90e3, 3e3  # m and m/s, notional: what a minute of another stage's thrust does, at 50 m/s^2
BACK_S = np.arange(0.0, 601.0, 20.0)  # s: how far tracks are flown back
SLACK = np.diag([PARTING_M**2] * 3 + [PARTING_M_S**2] * 3)
SLACK_UNDER_THRUST = np.diag([THRUST_M**2] * 3 + [THRUST_M_S**2] * 3)
HOPELESS = 200.0  # squared distance at which one launch has a probability below 1e-30: no need to know it better
KEPT_MS = 60_000  # an object whose track is lost is waited for this long
FIRMER = 0.1  # notional: another object becomes the primary when it is a payload with so much more probability


def kinds_of(provenance: Provenance, own: Mapping[str, Kinds], told: Mapping[str, Kinds]) -> Kinds:
    """Return what a shared track is, from what is known of each of its sources.

    What partners say of theirs (``told``) counts only where ``own`` says nothing: two pictures may have joined what
    are two bodies.  Sources are taken as independent: the kinds' odds against the prior multiply.  Of unknown
    sources: the prior.
    """
    ids = [source.source_id for source in provenance]
    found = [own[name] for name in ids if name in own] or [told[name] for name in ids if name in told]
    return functools.reduce(joined_kinds, found, PRIOR)


def joined_kinds(a: Kinds, b: Kinds) -> Kinds:
    """Return what two independent pieces of evidence say together of one body."""
    payload, stage, debris = a[0] * b[0] / PRIOR[0], a[1] * b[1] / PRIOR[1], a[2] * b[2] / PRIOR[2]
    total = payload + stage + debris
    return payload / total, stage / total, debris / total


def shared_launch_probability(chi2: float, a: Kinds, b: Kinds) -> float:
    """Return the probability that two tracks are objects of one launch.

    Parameters
    ----------
    chi2 : float
        Least squared statistical distance of their states at one time since the launch, 6 degrees of freedom.
    a, b : payload, stage, debris probabilities

    Notes
    -----
    Odds of 9 for two tracks that fit and of which nothing else is known (notional), times two factors.  Fit: the
    share of true pairs that fit worse, chi-square with 6 degrees of freedom, over 0.05, at most 1.  Kinds: a launch
    carries one payload, so the probability that not both are payloads, over the same for unknown kinds.
    Rough: the least distance over many times is not chi-square; several warheads on one missile are not modelled.
    """
    half = 0.5 * chi2
    fit = math.exp(-half) * (1.0 + half + 0.5 * half * half)
    kinds = (1.0 - a[PAYLOAD] * b[PAYLOAD]) / (1.0 - PRIOR[PAYLOAD] ** 2)
    odds = NEAR_ODDS * min(1.0, fit / POOR_FIT) * kinds
    return odds / (1.0 + odds)


class FlownBack:
    """The tracks of one picture flown back as coasting bodies, in steps of 20 s for 600 s; each once, when asked for.

    ``steps``: how many of these can be relied on: those before the path, followed back, climbs below burn-out height,
    under thrust.  None of a body that does so now.
    """

    def __init__(self, picture: Picture, burn_out_m: float) -> None:
        self._picture, self._burn_out_m = picture, burn_out_m
        self._flown: dict[int, tuple[Array, Array, int]] = {}

    def track(self, index: int) -> tuple[Array, Array, int]:
        """Return states (k, 6) and covariances (k, 6, 6), ECEF, of a track of the picture, and its ``steps``."""
        if index not in self._flown:
            x, P = fly_back(self._picture.x[index], self._picture.P[index], BACK_S)
            is_climbing = (x[:, :3] * x[:, 3:]).sum(axis=1) > 0.0
            pushed = np.flatnonzero(is_climbing & (lla_rows(x[:, :3])[:, 2] <= self._burn_out_m))
            self._flown[index] = x, P, int(pushed[0]) if pushed.size else BACK_S.size
        return self._flown[index]


def least_distance2(back: FlownBack, i: int, j: int) -> float:
    """Return how near two shared tracks were at their nearest: squared statistical distance of their states.

    Both are flown back to burn-out height; 1 km and 30 m/s of slack a component.  What still rises below it cannot
    be: the two are compared as they are now, with slack for a minute of thrust.  Rough: an object dropped before the
    other's burn-out cannot be flown back to it.  Beyond ``HOPELESS`` what is returned is a lower bound: their
    distance in place alone, over the sum of its variances.
    """
    (xa, Pa, steps_a), (xb, Pb, steps_b) = back.track(i), back.track(j)
    slack = SLACK if steps_a and steps_b else SLACK_UNDER_THRUST
    last = max(1, min(steps_a, steps_b))
    apart_m = xa[:last, :3] - xb[:last, :3]
    variance_m2 = 3.0 * slack[0, 0] + sum(P[:last, axis, axis] for P in (Pa, Pb) for axis in range(3))
    bound = float(((apart_m * apart_m).sum(axis=1) / variance_m2).min())
    if bound > HOPELESS:
        return bound
    return min(
        float(distances(xa[k : k + 1], Pa[k : k + 1] + slack, xb[k : k + 1], Pb[k : k + 1])[0][0, 0])
        for k in range(last)
    )


def find_by_origin(events: Sequence[WarningEvent], picture: Picture, i: int, kinds: Kinds, back: FlownBack) -> int:
    """Return the event whose live objects a track most probably shares a launch with, or -1 if none probably does."""
    names = track_names(picture)
    best, best_probability = -1, TOGETHER
    for index, event in enumerate(events):
        live = [held for held in event.objects if held.track in names]
        if not live or event.generic_class in ("glide", "cruise") or flies_as(event) != "ballistic":
            continue  # what does not fall cannot be flown back
        probability = min(
            shared_launch_probability(least_distance2(back, i, names.index(held.track)), kinds, held.kind_probability)
            for held in live
        )
        if probability > best_probability:
            best, best_probability = index, probability
    return best


def find_by_sources(events: Sequence[WarningEvent], ids: frozenset[str]) -> int:
    """Return the index of the event that shares most sources with these, the oldest of equals, or -1.

    An object's own sources count first: an event's provenance may also name what a partner took for the same launch.
    """
    best, best_shared = -1, (0, 0)
    for index, event in enumerate(events):
        held = sum([len(ids.intersection(item.source_ids)) for item in event.objects])
        shared = held, len(ids.intersection([source.source_id for source in event.provenance]))
        if shared > best_shared:
            best, best_shared = index, shared
    return best


def still_open(events: Sequence[WarningEvent], assessed: Mapping[str, Assessment]) -> list[WarningEvent]:
    """Return the events as what is new may be compared with them: those found false once tracked are blank.

    A body that follows something found false is another body, whatever its path.  What infrared alone saw stays as it
    is: a track that rises from it proves the watch wrong.
    """
    return [
        WarningEvent(event_id=event.event_id, opened_ms=event.opened_ms, provenance=())
        if assessed.get(event.event_id) == "false" and event.objects_named
        else event
        for event in events
    ]


def without_tracks(event: WarningEvent, time_ms: int) -> WarningEvent:
    """Return the event with its objects all waiting for a track; what has waited too long is forgotten."""
    if not event.objects:
        return event
    kept = [msgspec.structs.replace(held, track="") for held in event.objects if time_ms - held.seen_ms <= KEPT_MS]
    return msgspec.structs.replace(event, objects=tuple(kept))


class Objects:
    """An event's objects while shared tracks are attached to them, and how many were ever named."""

    def __init__(self, event: WarningEvent, time_ms: int) -> None:
        self.event, self.time_ms = event, time_ms
        self.objects, self.named = list(event.objects), event.objects_named

    def take(self, track: str, ids: frozenset[str], kinds: Kinds, flight: Flight) -> None:
        """Make a shared track of these sources, that flies so now, one of the objects.

        The object that has one of its sources and no track yet; else the one that was lost last, found again; else a
        new one.  A source belongs to one object: what was taken for one body and is now seen to be two parts again.
        """
        objects = self.objects
        sharing = [k for k, held in enumerate(objects) if not ids.isdisjoint(held.source_ids)]
        waiting = [k for k in sharing if not objects[k].track]
        at = waiting[0] if waiting else self.found_again(kinds, flight)
        known = objects[at]
        for k in sharing:
            if k != at:
                held = objects[k]
                objects[k] = msgspec.structs.replace(
                    held, source_ids=tuple(name for name in held.source_ids if name not in ids)
                )
        sources = known.source_ids if ids.issubset(known.source_ids) else tuple(sorted(ids.union(known.source_ids)))
        flies, mark = judged_kind(flight, self.time_ms, known.flies, known.mark)
        objects[at] = msgspec.structs.replace(
            known,
            track=track,
            source_ids=sources,
            kind_probability=joined_kinds(known.kind_before, kinds),
            seen_ms=self.time_ms,
            flies=flies,
            mark=mark,
        )

    def found_again(self, kinds: Kinds, flight: Flight) -> int:
        """Return where the object is that was lost last, or a new one."""
        objects = self.objects
        lost = [k for k, held in enumerate(objects) if not held.track and held.seen_ms < self.time_ms]
        if lost:
            at = max(lost, key=lambda k: (objects[k].seen_ms, -k))
            objects[at] = msgspec.structs.replace(objects[at], kind_before=objects[at].kind_probability)
            return at
        self.named += 1
        objects.append(new_object(self.event, self.named, kinds, flight, self.time_ms))
        return len(objects) - 1


def new_object(event: WarningEvent, number: int, kinds: Kinds, flight: Flight, time_ms: int) -> EventObject:
    """Return an object that is seen for the first time; of what glides, one that may glide does."""
    return EventObject(
        name=f"{event.event_id}.{number}",
        track="",
        source_ids=(),
        kind_probability=kinds,
        seen_ms=time_ms,
        flies="glide" if event.generic_class == "glide" and may_glide(flight) else first_kind(flight),
    )


def with_primary(event: WarningEvent) -> WarningEvent:
    """Return the event with its most probable payload as the object that its track, and so its warnings, rest on.

    The primary so far stays until another is a payload with 0.1 more.  An impact known of another object is dropped.
    """
    if not event.objects:
        return event
    best = max(event.objects, key=lambda held: held.kind_probability[PAYLOAD])
    held = primary_of(event)
    if held is not None and best.kind_probability[PAYLOAD] < held.kind_probability[PAYLOAD] + FIRMER:
        best = held
    if held is not None and best.name == held.name:
        is_same = best.track in ("", event.track)
        return event if is_same else msgspec.structs.replace(event, track=best.track)
    is_first = not event.primary
    return msgspec.structs.replace(
        event,
        primary=best.name,
        track=best.track or event.track,
        is_impact_stale=event.is_impact_stale or not is_first,
    )


def primary_of(event: WarningEvent) -> EventObject | None:
    """Return the object that the event's warnings rest on, or None if no track is known of it."""
    for held in event.objects:
        if held.name == event.primary:
            return held
    return None


def flies_as(event: WarningEvent) -> ThreatKind:
    """Return how what the event's warnings rest on flies; what no track is known of falls."""
    held = primary_of(event)
    return "ballistic" if held is None else held.flies


def is_note(event: WarningEvent) -> bool:
    """Return whether all that is left of an event to warn of is probably a spent stage or debris."""
    held = primary_of(event)
    return held is not None and held.kind_probability[PAYLOAD] < UNLIKELY


def is_parted(event: WarningEvent, held: EventObject) -> bool:
    """Return whether an object that is not the primary is, by its kinds alone, of another launch after all."""
    primary = primary_of(event)
    if primary is None or primary.name == held.name or not held.track:
        return False
    return shared_launch_probability(0.0, primary.kind_probability, held.kind_probability) < APART
