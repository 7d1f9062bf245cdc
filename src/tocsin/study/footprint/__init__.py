"""Footprints: where the parties are warned in time, and where they can be defended, on each rung of the ladder.

In: a scenario, the agreements of the rungs, how fine and how many minutes.
Out: shares of the declared distribution of launches on a grid over the parties' land; a map and GeoJSON of them.

Public: ``footprint.footprint``, ``footprint.Footprint``; ``figure.footprint_figure``; ``geojson.feature_collection``.
"""
