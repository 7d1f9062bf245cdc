"""How far a track is to be believed: looks of late, and the likelihood ratio of body against clutter.

In: the weights of a scan.  Out: scores, and which tracks to confirm and to end.  Public names: ``kernels``.
"""
