"""The shortest way along the ground between any two points, near-antipodal ones among them.

In: latitudes and longitudes.  Out: distance and azimuths.  Public names: ``kernels``: ``ground_inverse``.
"""
