"""Two motion models run side by side and mixed.

In: modes of n tracks.  Out: the modes later, or combined.  Public names: ``kernels``.
"""
