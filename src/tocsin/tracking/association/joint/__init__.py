"""Joint events of a cluster: every way in which its tracks may share its measurements.

In: pairs and what each gains over a miss.  Out: how probable each pair is.  Public names: ``kernels``.
"""
