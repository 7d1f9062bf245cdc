"""The shape, frames, gravity and air of the planet, and the Sun and Moon above it.

In: positions and times.
Out: coordinates in other frames, accelerations, air properties, distances along the ground, light and shadow.

Public names
------------
``constants``: WGS 84, rotation, J2, United States Standard Atmosphere 1976; ``air_table``: its part above 86 km.
``kernels``: ``ecef_from_lla``, ``lla_from_ecef``, ``altitude_and_up``, ``enu_axes``, ``ecef_rows``,
``lla_rows``, ``gravity_ecef``, ``air_density``, ``air``, ``geopotential_altitude``, ``gmst_rad``,
``ecef_from_teme``, ``vincenty_inverse``, ``vincenty_direct``, ``point_in_polygon``, ``points_in_polygon``.
``ground``: ``kernels``, with ``ground_inverse``, the way between any two points.
``geodesic``: ``Ground``, ``geodesic_inverse``, ``geodesic_direct``.
``sidereal``: ``julian_date``, ``gmst_at``.
``sky``: ``sun_direction_ecef``, ``sun_distance_m``, ``moon_direction_ecef``, ``moon_distance_m``,
``sun_elevation_rad``, ``is_sunlit``.
``polygon``: ``check_ring``.
"""
