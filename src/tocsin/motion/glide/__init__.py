"""Bodies that glide: carried up by a booster, then borne by the air at a constant ratio of lift to drag.

In: a glider's class numbers, the state at boost cut-off, declared turns.
Out: rows of time, position and velocity to the ground.

A kinematic description for exercises: no guidance law, no aiming in flight, no design of a vehicle.

Public names
------------
``glider``: ``Glider``, ``Turn``, ``check_glider``, ``check_turns``, ``fly_glide``, ``glide_rows``, ``glow_w_sr``,
``equilibrium_range_m``, ``equilibrium_time_s``, ``RoundEarth``.
``boosted``: ``GlideFlight``, ``fly_boosted_glide``, ``solve_glide``.
``kernels``: ``glide_trajectory``.
"""
