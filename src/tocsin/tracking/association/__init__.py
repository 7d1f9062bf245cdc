"""Which measurement belongs to which track, whatever the filter.

In: where tracks and measurements are and how far they reach; then, per pair, how likely the measurement is.
Out: the pairs worth looking at, clusters of rivals, a weight for each pair, and how far a track is to be believed.

Public names
------------
``kernels``: ``candidate_pairs``, ``clusters``.
``associate``: ``Problem``, ``Rule``, ``Association``, ``associate``, ``global_nearest``, ``joint_probabilistic``.
``score.kernels``: ``with_look``, ``seen_of``, ``missed_in_a_row``, ``score_change``, ``confirmed``, ``ended``,
``wald_bounds``.
"""
