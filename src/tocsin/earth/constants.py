"""Numbers of the planet, each with its source."""

# World Geodetic System 1984, NIMA TR8350.2 (2000), tables 3.1 and 3.3.
EARTH_RADIUS_M = 6378137.0  # m, semi-major axis of the ellipsoid
FLATTENING = 1.0 / 298.257223563
POLAR_RADIUS_M = EARTH_RADIUS_M * (1.0 - FLATTENING)
ECCENTRICITY_SQUARED = FLATTENING * (2.0 - FLATTENING)
SECOND_ECCENTRICITY_SQUARED = ECCENTRICITY_SQUARED / (1.0 - ECCENTRICITY_SQUARED)
GM_M3_S2 = 3.986004418e14  # m^3/s^2, Earth with its atmosphere
ROTATION_RAD_S = 7.292115e-5  # rad/s
MEAN_RADIUS_M = 6371008.7714  # m, (2a + b) / 3

# EGM96: J2 = -sqrt(5) C20, C20 = -0.484165371736e-3 (Lemoine et al., NASA/TP-1998-206861).
J2 = 1.0826266836e-3

# U.S. Standard Atmosphere 1976, NASA-TM-X-74335, tables 2 and 4.
STANDARD_GRAVITY_M_S2 = 9.80665
GAS_CONSTANT_AIR_J_KG_K = 8314.32 / 28.9644  # J/(kg K), R* / M0
HEAT_CAPACITY_RATIO = 1.4
GEOPOTENTIAL_RADIUS_M = 6356766.0  # m, r0 of the report
LAYER_BASE_M = (0.0, 11000.0, 20000.0, 32000.0, 47000.0, 51000.0, 71000.0)  # geopotential metres
LAYER_LAPSE_K_M = (-0.0065, 0.0, 0.001, 0.0028, 0.0, -0.0028, -0.002)
LAYER_TEMPERATURE_K = (288.15, 216.65, 216.65, 228.65, 270.65, 270.65, 214.65)
# Pa; the report's equations 33a and 33b carried from 101325 Pa at sea level (a test repeats the sum).
LAYER_PRESSURE_PA = (101325.0, 22632.0640, 5474.88867, 868.018685, 110.906306, 66.9388731, 3.95642043)
LAYER_TOP_M = 86000.0  # m, geometric; above it the report has no layers of constant lapse rate
LAYER_TOP_TEMPERATURE_K = 186.946  # K, molecular-scale temperature at 84852 geopotential metres

# Density above the layers, kg/m^3: P M / (R* T) from the report's tables of P and M and its equations for T,
# rounded to four figures.  The first is what the layers above give at 86 km, so that the two halves meet.
TAIL_ALTITUDE_M = (
    86000.0,
    91000.0,
    100000.0,
    110000.0,
    120000.0,
    130000.0,
    150000.0,
    180000.0,
    250000.0,
    300000.0,
    400000.0,
    500000.0,
    600000.0,
    700000.0,
    800000.0,
    1000000.0,
)
TAIL_DENSITY_KG_M3 = (
    6.957879e-06,
    2.860e-06,
    5.604e-07,
    9.708e-08,
    2.222e-08,
    8.152e-09,
    2.076e-09,
    5.194e-10,
    6.073e-11,
    1.916e-11,
    2.803e-12,
    5.215e-13,
    1.137e-13,
    3.070e-14,
    1.136e-14,
    3.561e-15,
)
