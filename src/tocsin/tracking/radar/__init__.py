"""What one scan of one radar does to arrays of tracks.

In: modes of n tracks, m measurements.
Out: costs of pairs, new modes, new counts.  Public names: ``kernels``.
"""
