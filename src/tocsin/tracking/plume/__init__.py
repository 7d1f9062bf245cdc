"""Angles between lines of sight that one plume could have moved through.

In: last places on the ground, new directions.  Out: costs of pairs.  Public names: ``kernels``, ``looks``.
"""
