"""The shape, frames, gravity and air of the planet.

In: positions and times.
Out: coordinates in other frames, accelerations, air properties, distances along the ground.

Public names
------------
``constants``: WGS 84, rotation, J2, United States Standard Atmosphere 1976.
``kernels``: ``ecef_from_lla``, ``lla_from_ecef``, ``altitude_and_up``, ``enu_axes``, ``ecef_rows``,
``lla_rows``, ``gravity_ecef``, ``air_density``, ``air``, ``geopotential_altitude``, ``gmst_rad``,
``ecef_from_teme``, ``vincenty_inverse``, ``vincenty_direct``, ``point_in_polygon``, ``points_in_polygon``.
``geodesic``: ``Ground``, ``geodesic_inverse``, ``geodesic_direct``.
``sidereal``: ``julian_date``, ``gmst_at``.
``polygon``: ``check_ring``.
"""
