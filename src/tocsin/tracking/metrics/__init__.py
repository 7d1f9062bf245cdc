"""How good tracks are: against truth, against what the filter itself says, and against what any filter could do.

In: states of truth and of tracks as plain arrays; covariances; Jacobians.  Nothing here reads the World.
Out: distances between sets, counts, bounds.

Public names
------------
``pairs``: ``pair_off``.
``sets``: ``ospa``, ``gospa``, ``Gospa``.
``over_time``: ``History``, ``Pairs``, ``pair_over_time``, ``gospa_over_time``, ``GospaOverTime``, ``switching_m``.
``continuity``: ``per_truth``, ``PerTruth``, ``per_track``, ``PerTrack``, ``siap``, ``Siap``.
``consistency``: ``nees``, ``nis``, ``band``, ``share_inside``.
``bound``: ``posterior_bound``, ``settled_gain``.
"""
