"""Which launch a report, track or warning belongs to: by truth, through its provenance.  Review alone may ask."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping

from tocsin.exchange.public_names import PublicNamed
from tocsin.orders.record import Associated, InterceptorLaunched, Launch, Pairing
from tocsin.review.log import Logged
from tocsin.tracking.provenance import Provenance

FALSE_SOURCE = ""  # stands for the launch of what no launch caused

Times = dict[str, list[int]]  # launch id, or FALSE_SOURCE -> times (ms) of the measurements it caused, rising


class Causes:
    """What truly caused the measurements of every own-sensor track.

    Parameters
    ----------
    launch_of_body : mapping
        Body id to launch id; bodies of no launch are absent.  Body id to itself: which body, in place of launch.
    entries : iterable of Logged
        In order; only ``Pairing``, ``Associated`` and ``PublicNamed`` are read.

    Notes
    -----
    A measurement counts for the track that it was associated with by name.  Those that started a track, before
    it had one, are named by no record and do not count.
    """

    def __init__(self, launch_of_body: Mapping[str, str], entries: Iterable[Logged] = ()) -> None:
        self._launch_of_body = launch_of_body
        self._caused: dict[str, Times] = {}
        self._own_name: dict[str, str] = {}
        self._paired: dict[tuple[str, int], tuple[str, ...]] = {}
        self.take(entries)

    def take(self, entries: Iterable[Logged]) -> None:
        """Take more records, in order, of a run that is still being played."""
        paired = self._paired
        for time_ms, _, body in entries:
            if type(body) is Pairing:  # a tenth of what ``isinstance`` takes for a Struct: this reads every record
                paired[body.sensor_id, body.scan] = body.body_ids
            elif type(body) is PublicNamed:
                self._own_name[body.public_name] = body.name
            elif type(body) is Associated:
                body_ids = paired.pop((body.sensor_id, body.scan), ())
                for source_id, body_id in zip(body.source_ids, body_ids, strict=False):
                    if source_id:
                        launch_id = self._launch_of_body.get(body_id, FALSE_SOURCE)
                        self._caused.setdefault(source_id, {}).setdefault(launch_id, []).append(time_ms)

    def put_up_by(self, launch_of_body: Mapping[str, str]) -> "Causes":
        """Return the same measurements by what put each body into the air; these are by body, each under itself."""
        found = Causes(launch_of_body)
        found._own_name, found._paired = self._own_name.copy(), self._paired.copy()
        for source_id, of_bodies in self._caused.items():
            caused = found._caused[source_id] = Times()
            for body_id, times_ms in of_bodies.items():
                launch_id = launch_of_body.get(body_id, FALSE_SOURCE)
                caused[launch_id] = sorted(caused[launch_id] + times_ms) if launch_id in caused else times_ms.copy()
        return found

    def own_name(self, name: str) -> str:
        """Return what a node itself calls what partners know by this name."""
        return self._own_name.get(name, name)

    def launch_of(self, provenance: Provenance) -> str:
        """Return the launch that most measurements behind a provenance pair with, or ``FALSE_SOURCE``.

        Notes
        -----
        Measurements count from a source's ``first_ms`` to its ``last_ms``; where an agreement withheld that span
        (0 to 0) all of the source's count.  A tie goes to the earliest measurement.  A provenance without
        measurements is a false source.
        """
        return foremost(*self.counts(provenance))

    def counts(self, provenance: Provenance) -> tuple[dict[str, int], dict[str, int]]:
        """Return how many measurements behind a provenance each launch caused, and the first one's time (ms)."""
        counts: dict[str, int] = {}
        earliest_ms: dict[str, int] = {}
        for source in provenance:
            first_ms, last_ms = source.first_ms, source.last_ms
            is_withheld = first_ms == last_ms == 0
            caused = self._caused.get(self._own_name.get(source.source_id, source.source_id))
            for launch_id, times_ms in caused.items() if caused else ():
                first = 0 if is_withheld else bisect_left(times_ms, first_ms)
                count = (len(times_ms) if is_withheld else bisect_right(times_ms, last_ms)) - first
                if count <= 0:
                    continue
                if launch_id in counts:
                    counts[launch_id] += count
                    earliest_ms[launch_id] = min(earliest_ms[launch_id], times_ms[first])
                else:
                    counts[launch_id], earliest_ms[launch_id] = count, times_ms[first]
        return counts, earliest_ms


def foremost(counts: Mapping[str, int], earliest_ms: Mapping[str, int]) -> str:
    """Return the launch with the most measurements, of two the one seen first; ``FALSE_SOURCE`` without any."""
    if len(counts) < 2:
        return next(iter(counts), FALSE_SOURCE)
    return min(counts, key=lambda launch_id: (-counts[launch_id], earliest_ms[launch_id], launch_id))


def launch_of_body(launches: Iterable[Launch]) -> dict[str, str]:
    """Return the launch id of every body that a launch put into the air."""
    return {body_id: launch.launch_id for launch in launches for body_id in launch.body_ids}


def shot_of_body(shots: Iterable[InterceptorLaunched]) -> dict[str, str]:
    """Return the shot id of every body that a battery put into the air: what rests on one is no launch, nor false."""
    return {body_id: shot.shot_id for shot in shots for body_id in shot.body_ids}
