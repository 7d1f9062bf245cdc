"""Assignment: each track at most one measurement, each measurement at most one track.

In: pairs and what each gains over a miss.  Out: the best pairs.  Public names: ``kernels``.
"""
