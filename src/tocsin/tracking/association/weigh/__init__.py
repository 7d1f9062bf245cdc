"""Clusters, the nearest and the joint weights of one problem, in one call.

In: the columns of a ``Problem``.  Out: the weight of each pair.  Public: ``kernels.weights_of``.
"""
