"""When a battery can launch at what flies along a path, as a kernel.

In: a path and its times, a battery's place, fly-out table and radar.  Out: the first and the last launch.
Public: ``kernels``.
"""
