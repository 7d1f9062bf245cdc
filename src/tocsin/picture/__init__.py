"""What one node knows now.

In: the node's own tracks, the newest accepted report of each source, and the registration of each partner.
Out: shared tracks: correlated, fused and with provenance, so that no report counts twice.

Public: ``shared.Picture``, ``fuse.fuse``, ``registration.value.Registration``, ``registration.estimate.learnt``.
"""
