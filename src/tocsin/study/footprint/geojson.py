"""A footprint as GeoJSON (RFC 7946): what is warned and defended on each rung, and what each rung adds."""

from collections.abc import Iterator
from typing import Any

from tocsin.review.coverage_geojson import MARKING, coordinates
from tocsin.review.coverage_outline import Polygon, area_km2
from tocsin.scenario.declared import Scenario
from tocsin.study.footprint.footprint import KINDS, Footprint
from tocsin.study.footprint.ground import LEVELS, Outliner


def feature_collection(scenario: Scenario, found: Footprint, drawn: Outliner) -> dict[str, Any]:
    """Return a feature collection; EXERCISE is in its name and in every feature's.

    Only what is warned or defended is a feature; from where launches are declared to come is nowhere in it.
    """
    return {
        "type": "FeatureCollection",
        "name": f"{MARKING} footprint of {scenario.name}",
        "marking": MARKING,
        "features": list(features(found, drawn)),
    }


def features(found: Footprint, drawn: Outliner) -> Iterator[dict[str, Any]]:
    """Yield a feature for each kind, nation, rung and level, and for what each rung adds to the one before."""
    for kind in KINDS:
        for index, nation in enumerate(found.nations):
            for rung, terms in enumerate(found.ladder):
                said = {"nation": nation, "rung": terms.rung, "agreement": terms.agreement.name}
                if kind == "warned":
                    said["warned_min"] = found.warn_s / 60.0
                for level in LEVELS:
                    yield feature(kind, {**said, "share": level}, drawn.at_least(kind, rung, index, level))
                    if rung > 0:
                        polygons = drawn.gained(kind, (rung - 1, rung), index, level)
                        yield feature(f"{kind}-gained", {**said, "share": level}, polygons)


def feature(kind: str, said: dict[str, Any], polygons: list[Polygon]) -> dict[str, Any]:
    """Return one feature; its geometry is empty where nothing is warned, defended or added."""
    share = f"{said['share']:.0%}".replace("%", "pc")
    return {
        "type": "Feature",
        "id": f"{kind}-{said['nation']}-rung{said['rung']}-{share}",
        "properties": {
            "name": f"{MARKING} {said['nation']} {kind} on rung {said['rung']}, at least {said['share']:.0%}",
            "marking": MARKING,
            "kind": kind,
            **said,
            "area_km2": round(area_km2(polygons)),
        },
        "geometry": {"type": "MultiPolygon", "coordinates": list(coordinates(polygons))},
    }
