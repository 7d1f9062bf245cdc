"""Luck that depends on nothing but what was declared.

In: a seed, a run number, and the declared ids of the things a draw is about.
Out: counter-based random numbers (Philox 4x32-10) and declared ids; no generator state exists.

Public: ``luck.Luck``, ``luck.luck_for``, ``luck.declared_id`` and the streams; ``kernels.philox``,
``kernels.uniform``, ``kernels.normal_pair``.
"""
