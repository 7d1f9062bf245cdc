"""How high, how fast and how steeply many tracked bodies fly, as a kernel.

In: states.  Out: altitude, speed, climb of each.  Public: ``kernels``.
"""
