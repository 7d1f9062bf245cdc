"""An infrared satellite as plain numbers, the way the kernels take them."""

from typing import NamedTuple


class InfraredNumbers(NamedTuple):
    """An infrared satellite as the kernels need it; ``sensor.InfraredSatellite`` makes it once."""

    luck_id: int
    boresight_x: float  # point the field is centred on, ECEF, m; the origin: straight down
    boresight_y: float
    boresight_z: float
    cos_half_field: float
    threshold_w_m2: float
    noise_w_m2: float
    sigma_angle_rad: float
    scan_period_ms: float
    is_scanning: bool  # whether the field is swept once a period instead of seen at one instant
    limb_guard_m: float  # tangent heights up to this, either side of the limb, are lost in its glow; 0: none
    cos_sun_exclusion: float  # lines of sight nearer to the Sun are blind; above 1: none
    opaque_below_m: float  # altitude above which the vertical optical depth of the air is 1; 0: air left out
    false_per_scan: float  # expected false sources of one scan
    lasting_per_scan: float  # expected births of false sources that last, a scan
    longest_scans: int  # such a source lasts from 2 scans to so many
