"""The nodes of a scenario: each party's sensors, batteries, notices and doctrine."""

from tocsin.chance.luck import declared_id
from tocsin.exchange.message import PreLaunchNotification
from tocsin.scenario.checked import built
from tocsin.scenario.declared import DeclaredNode, Window
from tocsin.scenario.own_pack import DOCTRINE_PACK, nation_pack
from tocsin.scenario.pack import PackFile
from tocsin.scenario.schema import BatteryPart, RadarPart, SatellitePart, ScenarioFile
from tocsin.scenario.sensors import build_battery, build_doctrine, build_radar, build_satellite


def build_nodes(
    parsed: ScenarioFile, file: str, window: Window, notices: tuple[PreLaunchNotification, ...]
) -> tuple[DeclaredNode, ...]:
    """Return one node a party, with its sensors and batteries in declared order."""

    def pack(part: RadarPart | SatellitePart | BatteryPart, kind: str) -> PackFile:
        return nation_pack(parsed, part.nation, part.pack, kind)

    radars = built(f"{file}: radar", parsed.radar, lambda part: build_radar(part, pack(part, "radar")))
    satellites = built(
        f"{file}: satellite", parsed.satellite, lambda part: build_satellite(part, pack(part, "infrared"), window)
    )
    batteries = built(f"{file}: battery", parsed.battery, lambda part: build_battery(part, pack(part, "battery")))
    return tuple(
        DeclaredNode(
            name=name,
            luck_id=declared_id(f"node {name}"),
            radars=tuple(radar for radar in radars if radar.node == name),
            satellites=tuple(satellite for satellite in satellites if satellite.sensor.node == name),
            batteries=tuple(battery for battery in batteries if battery.node == name),
            notices=tuple(
                sorted(
                    (notice for notice in notices if notice.launching_nation == name),
                    key=lambda notice: (notice.window_start_ms, notice.notice_id),
                )
            ),
            doctrine=build_doctrine(nation_pack(parsed, name, DOCTRINE_PACK, "doctrine")),
        )
        for name in parsed.scenario.parties
    )
