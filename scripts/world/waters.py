"""Names of waters, and the places where land must be or must not be, because scenarios say so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Water:
    """A named water: where a map writes its name, in degrees; ``kind`` is ocean, sea, gulf or strait."""

    kind: str
    name: str
    lat_deg: float
    lon_deg: float


HOME_WATERS = (
    Water("ocean", "Vesperine Ocean", 14.0, -132.0),
    Water("ocean", "Calander Ocean", -18.0, -106.0),
    Water("ocean", "Meridane Ocean", -16.0, -22.0),
    Water("ocean", "Orrowan Ocean", 4.0, 158.0),
    Water("ocean", "Istrelle Ocean", -17.0, 88.0),
    Water("ocean", "Hoarwater", -63.0, 5.0),
    Water("ocean", "Nivarine Ocean", 72.0, -70.0),
    Water("sea", "Lantern Sea", 36.0, 69.5),
    Water("sea", "Skalding Sea", 66.0, 57.0),
    Water("sea", "Sea of Mirelle", 23.0, 88.0),
    Water("sea", "Cinder Sea", 18.0, 58.0),
    Water("sea", "Corvane Sea", -4.0, 74.0),
    Water("sea", "Wrack Sea", 46.0, 114.0),
    Water("sea", "Tallowmere Sea", -4.0, 120.0),
    Water("sea", "Amberlee Sea", 49.0, 22.0),
    Water("sea", "Marrowby Sea", 18.0, 26.0),
    Water("sea", "Gannetry Sea", 52.0, -56.0),
    Water("sea", "Ottoline Sea", 22.0, -78.0),
    Water("sea", "Encina Sea", -18.0, -52.0),
    Water("sea", "Fulmarine Sea", -54.0, 108.0),
    Water("gulf", "Gulf of Vethra", 24.0, 116.0),
    Water("strait", "Skaldrohm Sound", 53.0, 70.0),
)
MANY_WATERS = (
    Water("ocean", "Anward Ocean", 45.0, -100.0),
    Water("ocean", "Solenne Ocean", 12.0, -128.0),
    Water("ocean", "Umbrine Ocean", -20.0, -15.0),
    Water("ocean", "Kestrel Deep", -20.0, 98.0),
    Water("ocean", "Farrow Ocean", 44.0, 125.0),
    Water("ocean", "Rimewater", 76.0, 10.0),
    Water("sea", "Hither Sea", 42.0, 20.0),
    Water("sea", "Larkmere Sea", 12.0, 45.0),
    Water("sea", "Sea of Aven", 12.0, -12.0),
    Water("sea", "Tarn Sea", 40.0, -80.0),
    Water("sea", "Yarrow Sea", -20.0, 150.0),
    Water("sea", "Rook Sea", -50.0, -70.0),
)

# Radars of shipped scenarios that stand on the ground just off their nation's ring: a cape reaches out to each.
CAPES = (
    (34.0, 94.0),
    (-15.5, 128.0),
    (47.0, -114.5),
    (60.5, 6.0),
    (15.5, 99.8),
    (11.5, 111.5),
    (57.0, -93.5),
    (50.0, 62.0),
)
# Ships, launches from ships, and what comes down at sea in shipped scenarios: no land here.
OPEN_WATER = (
    (33.5, 62.6),
    (33.1, 62.95),
    (32.0, 60.8),
    (32.1, 60.9),
    (32.2, 61.05),
    (37.5, 71.5),
    (44.0, 62.5),
    (45.0, 67.0),
    (30.0, 96.5),
    (37.0, 34.5),
    (7.5, 117.2),
)
