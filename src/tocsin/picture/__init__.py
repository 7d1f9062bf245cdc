"""What one node knows now.

In: the node's own tracks and the newest accepted report of each source.
Out: shared tracks: correlated, fused and with provenance, so that no report counts twice.

Public: ``shared.Picture``, ``fuse.fuse``.
"""
