"""The tracks of every cluster made one, in one call.

In: tracks and which of them are of one body.  Out: one track a body.  Public: ``kernels``.
"""
