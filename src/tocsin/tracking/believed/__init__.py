"""What the believed tracks of a table say about a moment, in one call.

In: a table.  Out: states, covariances and whose they are.  Public: ``kernels``.
"""
