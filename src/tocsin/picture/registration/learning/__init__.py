"""What a report of a partner adds to what is known of his bias, in one call.

In: an estimate, what pairs said, and tracks of both.  Out: the estimate after the report.  Public: ``kernels``.
"""
