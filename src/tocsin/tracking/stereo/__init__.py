"""Where lines of sight from several satellites meet, and how what they follow moves.

In: looks at one plume, or at two that may be one.
Out: positions and states with covariance, and how well the lines agree.

Public names
------------
``crossing``: ``Crossing``, ``triangulate``, ``meet``, ``may_be_one``.
``pairing``: ``paired``.
``state``: ``InfraredState``, ``infrared_state``, ``mono_state``, ``stereo_state``.
"""
