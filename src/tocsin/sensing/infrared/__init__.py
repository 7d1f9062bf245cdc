"""Infrared satellites: what they are, what they report, why they do not see a body.

In: truth as arrays, a satellite, the sky (clouds, Sun, glint), luck.
Out: directions with irradiance, without truth identity; and what caused each, kept apart.

Public: ``sensor.InfraredSatellite``, ``sensor.InfraredMeasurements``, ``sensor.sense_infrared``,
``sensor.infrared_reasons``; ``sky.Sky``, ``sky.CLEAR``; ``sensor.false_infrared``; ``sun_glint.glint``,
``sensor.glint_infrared``; ``sensor.FALSE_SOURCE``, ``sensor.GLINT_SOURCE``; ``nature.kernels.hot_body_w_sr``.
"""
