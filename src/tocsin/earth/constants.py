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
# Table 8: kinetic over molecular-scale temperature (M / M0) every 500 m from 80 to 86 km.
KINETIC_BASE_M = 80000.0
KINETIC_STEP_M = 500.0
KINETIC_SHARE = (
    1.0,
    0.999996,
    0.999989,
    0.999971,
    0.999941,
    0.999909,
    0.999870,
    0.999829,
    0.999786,
    0.999741,
    0.999694,
    0.999641,
    0.999579,
)
AIR_TOP_M = 1.0e6  # m, geometric; the report ends here
