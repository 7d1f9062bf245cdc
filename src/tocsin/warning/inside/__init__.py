"""How much of an impact estimate lies inside an outline.

In: points that each stand for an equal share of an estimate; rings of latitude and longitude.  Out: shares.
Public: ``kernels``.
"""
