"""What truly flies, and how.

In: launch declarations, orbits, recorded flights.
Out: trajectories in ECEF: boosted, ballistic, gliding, on a route, orbiting, recorded; an interceptor's reach.

Public names
------------
``vehicle``: ``Stage``, ``Vehicle``, ``BoostPlan``, ``check_vehicle``, ``burn_time_s``, ``stage_masses_kg``,
``plan_row``, ``coast_row``.
``kernels``: ``advance``, ``locate_impact``, ``fly_down``, ``fly_through``, ``boost_state``, ``path_state``,
``ROW_SIZE``.
``launch``: ``Flown``, ``fly_launch``, ``fly_debris``, ``End``, ``end_of``.
``solve``: ``Flight``, ``launch_position``, ``solve_boost_plan``, ``fly_to_ground``.
``loft``: ``minimum_energy_apogee_m``, ``solve_loft``.
``ascent``: ``solve_ascent_plan``.
``orbit``: ``Satellite``, ``Elements``, ``load_tle``, ``tle_epoch_ms``, ``satellite_from_tle``,
``satellite_from_elements``, ``geostationary``, ``molniya``, ``tundra``, ``position_teme``, ``position_ecef``.
``path``: ``Path``, ``check_path``, ``path_through``, ``state_at``, ``path_from_ascent``, ``path_from_fireball``,
``descent_velocity``.
``together``: a folder of its own: ``Paths``, ``laid_together``, ``states_at``, many bodies at one moment.
``rows``: ``Rows``.  ``route``: ``Craft``, ``Waypoint``, ``fly_route``, ``check_craft``.
``profile``: ``Profile``, ``profile``, ``values_at``, ``speed_change``, ``height_change``.
``glide``: a folder of its own, see there.
``interceptor``: ``Interceptor``, ``Flyout``, ``check_interceptor``, ``flyout_for``, ``flyout_time_s``,
``flyout_times_s``, ``flyout_path``.  ``flyout``: the kernels that read its table.
"""
