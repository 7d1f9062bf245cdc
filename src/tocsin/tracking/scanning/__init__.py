"""One scan of one sensor, from the table of tracks before it to the table after it, in one call.

In: a table, a scan, the rules.  Out: the table after it, what became of each measurement.  Public: ``kernels``.
"""
