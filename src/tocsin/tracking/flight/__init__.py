"""How high, how fast and how steeply tracked bodies fly, and where each is after its own time.

In: states and covariances.  Out: altitude, speed, climb; states and covariances later.  Public: ``kernels``.
"""
