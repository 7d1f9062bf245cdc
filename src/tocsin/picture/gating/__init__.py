"""What it costs to take two tracks for one body.

In: distances between two sets of tracks.  Out: the costs of an assignment.  Public: ``kernels``.
"""
