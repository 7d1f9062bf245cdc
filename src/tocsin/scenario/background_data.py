"""Real fireballs and real ascents, laid out in windows of exercise time."""

import csv
import math
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import NamedTuple

from tocsin.chance.luck import declared_id
from tocsin.exchange.payload import PreLaunchNotification
from tocsin.scenario.declared import Ascent, DeclaredFlight, Fireball, Window
from tocsin.scenario.schema import BackgroundPart

DATE = "Peak Brightness Date/Time (UT)"
PHASE_MS = 10_000  # longer than a scan of any shipped satellite
ASCENT_SPACING_DAYS = 97  # ascents carry no public date here; they are spread over the fireballs' years
DAYS_A_YEAR = 365.25
FIRST_DAY = datetime(1989, 1, 1, 12, 0, tzinfo=UTC)
NOTICE_RADIUS_M = 50e3


class ListedFireball(NamedTuple):
    """One row of the fireball list: when (UTC, ms since 1970), and whether it says where; only then it is played."""

    utc_ms: int
    is_located: bool


def listed_rows() -> list[dict[str, str]]:
    """Return every row of the shipped fireball list, oldest first."""
    resource = files("tocsin.scenario").joinpath("background", "cneos_fireballs_1988_2014.csv")
    rows = csv.DictReader(resource.read_text(encoding="utf-8").splitlines())
    return sorted(rows, key=lambda row: row[DATE])


def is_located(row: dict[str, str]) -> bool:
    """Return whether a row of the list says where the event was."""
    return bool(row["Latitude (deg.)"] and row["Longitude (deg.)"])


def listed_fireballs() -> tuple[ListedFireball, ...]:
    """Return the whole list, oldest first: what was played and what could not be."""
    return tuple(ListedFireball(utc_ms_of(utc_of(row)), is_located(row)) for row in listed_rows())


def utc_of(row: dict[str, str]) -> datetime:
    """Return when a row's event was brightest."""
    return datetime.fromisoformat(row[DATE]).replace(tzinfo=UTC)


def signed_deg(text: str) -> float:
    """Return an angle such as ``86.7N`` or ``162.1W`` as signed degrees, north and east positive."""
    return float(text[:-1]) * (-1.0 if text[-1] in "SW" else 1.0)


def number(text: str) -> float | None:
    """Return a number, or None for a blank field."""
    return float(text) if text.strip() else None


def fireball_of(row: dict[str, str], duration_scale: float) -> Fireball:
    """Return one row of the list in SI."""
    altitude_km = number(row["Altitude (km)"])
    speed_km_s = number(row["Velocity (km/s)"])
    parts = [number(row[axis]) for axis in ("vx", "vy", "vz")]
    velocity = None
    if parts[0] is not None and parts[1] is not None and parts[2] is not None:
        velocity = (parts[0] * 1e3, parts[1] * 1e3, parts[2] * 1e3)
    return Fireball(
        lat_rad=math.radians(signed_deg(row["Latitude (deg.)"])),
        lon_rad=math.radians(signed_deg(row["Longitude (deg.)"])),
        alt_m=None if altitude_km is None else altitude_km * 1e3,
        velocity_ecef=velocity,
        speed_m_s=None if speed_km_s is None else speed_km_s * 1e3,
        radiated_j=float(row["Total Radiated Energy (J)"]),
        duration_scale=duration_scale,
    )


def ascent_names() -> list[str]:
    """Return the neutral ids of the shipped ascents."""
    folder = files("tocsin.scenario").joinpath("background", "ascents")
    return sorted(item.name.removesuffix(".csv") for item in folder.iterdir() if item.name.endswith(".csv"))


def ascent_of(name: str, pad_lla: tuple[float, float, float], azimuth_rad: float) -> Ascent:
    """Return one recorded ascent, declared from a pad along an azimuth."""
    resource = files("tocsin.scenario").joinpath("background", "ascents", f"{name}.csv")
    lines = resource.read_text(encoding="utf-8").splitlines()
    events = {
        key.strip(): float(value)
        for key, _, value in (item.partition("=") for item in lines[0].partition(":")[2].split(","))
    }
    rows = tuple(
        (float(row["time_s"]), float(row["altitude_km"]) * 1e3, float(row["downrange_km"]) * 1e3)
        for row in csv.DictReader(lines[1:])
    )
    if "ses1" not in events:  # the record follows the first stage back down: the vehicle's own flight ends here
        rows = tuple(row for row in rows if row[0] <= events["meco"])
        return Ascent(rows, pad_lla, azimuth_rad, ((0.0, events["meco"]),))
    second = (events["ses1"], events.get("seco1", rows[-1][0]))
    return Ascent(rows, pad_lla, azimuth_rad, ((0.0, events["meco"]), second))


def lay_out(
    part: BackgroundPart,
) -> tuple[tuple[Window, ...], tuple[DeclaredFlight, ...], tuple[PreLaunchNotification, ...], int, float]:
    """Return windows, flights, notices, the length (ms) and the years that the fireball list covers.

    Each event has a window of its own, in order of calendar time.  It starts ``lead_s`` into it and, after that, on
    its own second of the clock (modulo 10 s), so that events meet the sensors' scans at every phase.
    """
    dated: list[tuple[int, str, str, Ascent | Fireball]] = []
    rows = listed_rows()
    years = real_years(rows)
    if part.fireballs:
        for number_, row in enumerate(filter(is_located, rows), start=1):
            record = fireball_of(row, part.fireball_duration_scale)
            dated.append((utc_ms_of(utc_of(row)), f"fireball-{number_:03d}", "", record))
    if part.ascents:
        for index, name in enumerate(ascent_names()):
            pad = part.pads[index % len(part.pads)]
            place = (math.radians(pad.lat_deg), math.radians(pad.lon_deg), 0.0)
            utc = FIRST_DAY + timedelta(days=ASCENT_SPACING_DAYS * index, hours=7 * index)
            record_ = ascent_of(name, place, math.radians(pad.azimuth_deg))
            dated.append((utc_ms_of(utc), name, pad.nation, record_))
    dated.sort(key=lambda item: (item[0], item[1]))
    window_ms, lead_ms = round(part.window_min * 60_000), round(part.lead_s * 1000)
    windows, flights, notices = [], [], []
    for index, (utc_ms, name, nation, flown) in enumerate(dated):
        opens_ms = index * window_ms
        wait_ms = lead_ms + utc_ms % PHASE_MS
        start_ms = opens_ms + wait_ms
        windows.append(Window(opens_ms, utc_ms - wait_ms))
        flights.append(DeclaredFlight(name, f"{name}-body", declared_id(f"body {name}"), nation, start_ms, flown))
        if isinstance(flown, Ascent):
            notices.append(notice_of(name, nation, flown, (opens_ms, opens_ms + window_ms)))
    return tuple(windows), tuple(flights), tuple(notices), len(dated) * window_ms, years


def notice_of(name: str, nation: str, ascent: Ascent, span_ms: tuple[int, int]) -> PreLaunchNotification:
    """Return the notice that was given of an ascent: its whole window of play, 50 km about the pad."""
    return PreLaunchNotification(
        notice_id=f"notice-{name}",
        launching_nation=nation,
        generic_class="slv",
        window_start_ms=span_ms[0],
        window_end_ms=span_ms[1],
        lat_rad=ascent.pad_lla[0],
        lon_rad=ascent.pad_lla[1],
        radius_m=NOTICE_RADIUS_M,
        azimuth_rad=ascent.azimuth_rad,
    )


def utc_ms_of(utc: datetime) -> int:
    """Return a UTC time in ms since 1970."""
    return round(utc.timestamp() * 1000)


def real_years(rows: list[dict[str, str]]) -> float:
    """Return the time in years from the first event of the list to the last: what rates divide by."""
    return (utc_of(rows[-1]) - utc_of(rows[0])) / timedelta(days=DAYS_A_YEAR)
