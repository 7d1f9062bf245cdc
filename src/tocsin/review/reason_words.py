"""The numbers behind a difference in warning time, and the sentences made of them."""

from collections.abc import Sequence
from typing import NamedTuple

from tocsin.review.sight import Sight
from tocsin.sensing.reason import REASON_WORDS, Reason

SAME_S = 15.0  # s: warning times that differ by no more are called equal


class Difference(NamedTuple):
    """One launch, one area, two agreements: who could see what when, and what came of it.

    Times are seconds after lift-off, None for what never came.

    Attributes
    ----------
    nation, launch_id, area_id, baseline, agreement : str
    baseline_s, agreement_s : float or None
        First warning of the area by its nation.
    gain_s : float
        Credited warning time under the agreement less that under the baseline.
    own, partners : tuple of Sight
        How the nation's own sensors and all others stood to the launch.
    burn_out_s : float
    partner : str
        Who first passed a track of the launch; '' if nobody did.
    track_s : float or None
        When it arrived.
    delay_s : float or None
        How long a track was typically on its way; None if none ever came.
    """

    nation: str
    launch_id: str
    area_id: str
    baseline: str
    agreement: str
    baseline_s: float | None
    agreement_s: float | None
    gain_s: float
    own: tuple[Sight, ...]
    partners: tuple[Sight, ...]
    burn_out_s: float
    partner: str
    track_s: float | None
    delay_s: float | None

    @property
    def expected_gain_s(self) -> float | None:
        """Return the gain that lines of sight and delays alone predict, s; None if no track was passed.

        The later of own radar sight and burn-out, less the later of the partner's radar sight and burn-out, less
        ``delay_s``; not below 0.  Before burn-out nobody can tell where a body comes down.  Where the own radars
        never see it there is no prediction.
        """
        own = earliest(self.own, is_radar=True)
        partner = earliest([sight for sight in self.partners if sight.nation == self.partner], is_radar=True)
        if own is None or partner is None or self.delay_s is None:
            return None
        return max(0.0, self.usable_s(own) - self.usable_s(partner) - self.delay_s)

    def usable_s(self, sight: Sight) -> float:
        """Return from when a radar that sees the launch can tell where it comes down."""
        return max(sight.first_seen_s or 0.0, self.burn_out_s)


def earliest(sights: Sequence[Sight], is_radar: bool) -> Sight | None:
    """Return the radar, or the satellite, that could see the launch first; None if none ever could."""
    seen = [(s.first_seen_s, s.sensor_id, s) for s in sights if s.is_radar == is_radar and s.first_seen_s is not None]
    return min(seen, key=lambda item: item[:2])[2] if seen else None


def sentences(found: Difference) -> list[str]:
    """Return why the warning times differ, or why they do not, in plain sentences; the first says it all."""
    if abs(found.gain_s) <= SAME_S:
        said = [equal(found), blind_satellites(found)]
    else:
        told = f"{capital(own_view(found))}; {partner_view(found)}; {outcome(found)}."
        said = [told, blind_satellites(found), arithmetic(found)]
    return [sentence for sentence in said if sentence]


def own_view(found: Difference) -> str:
    """Return what the nation's own best radar could see, and what hid the launch before."""
    sight = earliest(found.own, is_radar=True)
    if sight is not None:
        return (
            f"{named(sight)} could not see {found.launch_id} until {minutes(sight.first_seen_s)} after lift-off"
            f"{because(sight)}"
        )
    radars = [sight for sight in found.own if sight.is_radar]
    if not radars:
        return f"{found.nation.capitalize()} has no radar of its own"
    return f"no radar of {found.nation.capitalize()}'s could ever see {found.launch_id}{because(radars[0])}"


def partner_view(found: Difference) -> str:
    """Return from when each partner's best satellite and best radar could see the launch."""
    views: list[str] = []
    for nation in dict.fromkeys(sight.nation for sight in found.partners):
        theirs = [sight for sight in found.partners if sight.nation == nation]
        for is_radar in (False, True):
            sight = earliest(theirs, is_radar)
            if sight is not None:
                verb = "" if views else "could see it "
                views.append(f"{named(sight)} {verb}from {minutes(sight.first_seen_s)}")
    return " and ".join(views) if views else "no partner's sensor could see it"


def outcome(found: Difference) -> str:
    """Return what the agreement made of it."""
    nation = found.nation.capitalize()
    news = f"under {found.agreement} "
    if found.track_s is not None:
        news += f"{found.partner.capitalize()}'s track reached {nation} at {minutes(found.track_s)}, so "
    else:
        news += "no track was passed, and "
    return f"{news}{nation}'s first warning of {found.area_id} {compared(found)}"


def compared(found: Difference) -> str:
    """Return the two warnings, one against the other."""
    if found.agreement_s is None:
        return f"never came in time; under {found.baseline} it came at {minutes(found.baseline_s)}"
    if found.baseline_s is None:
        return f"came at {minutes(found.agreement_s)}; under {found.baseline} it never came in time"
    direction = "earlier" if found.gain_s > 0 else "later"
    return (
        f"came at {minutes(found.agreement_s)}, {minutes(abs(found.gain_s))} {direction} "
        f"than under {found.baseline} ({minutes(found.baseline_s)})"
    )


def equal(found: Difference) -> str:
    """Return that the agreements do not differ, and why."""
    nation = found.nation.capitalize()
    if found.baseline_s is None or found.agreement_s is None:
        said = f"{nation} was never warned of {found.launch_id} in time, whatever the agreement"
    else:
        said = (
            f"{nation}'s first warning of {found.area_id} came at {minutes(found.agreement_s)} after lift-off under "
            f"{found.agreement} and at {minutes(found.baseline_s)} under {found.baseline}, no more than "
            f"{SAME_S:.0f} s apart"
        )
    return f"{said}: {why_equal(found)}."


def why_equal(found: Difference) -> str:
    """Return why sharing changed nothing."""
    own, partner = earliest(found.own, is_radar=True), earliest(found.partners, is_radar=True)
    if partner is None:
        return f"no partner's radar could see {found.launch_id}"
    theirs = f"{named(partner)} could see {found.launch_id} from {minutes(partner.first_seen_s)}"
    if found.track_s is None:
        return f"{theirs}, but no track of it was passed"
    if own is None:
        return f"{theirs}, but no radar of {found.nation.capitalize()}'s ever could"
    both = f"{theirs}, {named(own)} from {minutes(own.first_seen_s)}{because(own)}"
    if found.expected_gain_s is not None and found.expected_gain_s <= SAME_S:
        return f"{both}, nearly the same time once burn-out at {minutes(found.burn_out_s)} and delays are counted"
    return f"{both}, but {found.partner.capitalize()}'s first track of it arrived only at {minutes(found.track_s)}"


def blind_satellites(found: Difference) -> str:
    """Return what the nation's own satellites could see; '' if it has none."""
    satellites = [sight for sight in found.own if not sight.is_radar]
    if not satellites:
        return ""
    sight = earliest(satellites, is_radar=False)
    if sight is None:
        return f"{named(satellites[0])} could never see {found.launch_id}{because(satellites[0])}."
    return f"{named(sight)} could see {found.launch_id} from {minutes(sight.first_seen_s)}{because(sight)}."


def arithmetic(found: Difference) -> str:
    """Return the hand calculation: difference in line of sight less delays."""
    own = earliest(found.own, is_radar=True)
    partner = earliest([sight for sight in found.partners if sight.nation == found.partner], is_radar=True)
    if own is None or partner is None or found.delay_s is None or found.expected_gain_s is None:
        return ""
    return (
        f"By lines of sight alone, {minutes(found.usable_s(own))} against {minutes(found.usable_s(partner))} (not "
        f"before burn-out at {minutes(found.burn_out_s)}), less {found.delay_s:.0f} s on the way, the gain would "
        f"be {minutes(found.expected_gain_s)}; it was {minutes(found.gain_s)}. The rest is how much longer one "
        "side's track took to settle than the other's."
    )


def capital(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]


def because(sight: Sight) -> str:
    """Return what hid the launch from a sensor, as the end of a clause; '' if nothing did."""
    if sight.first_seen_s is None:
        reason = sight.why_not_before
        return "" if reason is Reason.SEEN else f" because it was {REASON_WORDS[reason]}"
    hidden = sight.hidden_until_s
    if not hidden:
        return ""
    *before, (last, _) = hidden
    stretches = [f"{REASON_WORDS[reason]} until {minutes(end_s)}" for reason, end_s in before]
    return f" because it was {', then '.join([*stretches, REASON_WORDS[last]])}"


def named(sight: Sight) -> str:
    """Return a sensor with its nation."""
    return f"{sight.nation.capitalize()}'s {'radar' if sight.is_radar else 'satellite'} {sight.sensor_id}"


def minutes(time_s: float | None) -> str:
    """Return seconds as minutes and seconds, such as 4:35."""
    whole_s = round(abs(time_s or 0.0))
    sign = "-" if (time_s or 0.0) < 0 and whole_s else ""
    return f"{sign}{whole_s // 60}:{whole_s % 60:02d}"
