"""Fit of a launch to lines of sight.

In: looks, a class-generic boost profile.
Out: six parameters and their covariance.  Public names: ``kernels``.
"""
