"""The standard atmosphere: temperature, pressure, density and its slope, speed of sound."""
