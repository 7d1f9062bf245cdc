"""What an infrared satellite may take for a burning motor: false sources, glint, bodies hot from the air.

In: a satellite as plain numbers, the Sun, luck; speed and height of a hot body.
Out: rows to report; a point and an irradiance; W/sr.  Public names: ``kernels``.
"""
