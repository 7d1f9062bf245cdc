"""One node's estimates from its own sensors.

In: measurements of own sensors, scan by scan, in order of time.
Out: tracks with covariance and the span of measurements behind them, fits of launches, predicted impacts.

Public names
------------
``radar_tracks``: ``RadarTracks``, ``no_tracks``, ``radar_scan``, ``TrackEstimate``, ``estimate``.
``plume_tracks``: ``PLUME``, ``PlumeTable``, ``no_plumes``, ``plume_scan``, ``track_numbers``.
``plume/looks``: ``Looks``, ``looks_of``, ``merged``.
``associate``: ``Assignment``, ``Change``.
``launch_fit``: ``BoostProfile``, ``LaunchFit``, ``fit_launch``.
``stereo/crossing``: ``Crossing``, ``triangulate``, ``meet``, ``may_be_one``.
``stereo/pairing``: ``paired``.
``stereo/state``: ``InfraredState``, ``infrared_state``.
``predict``: ``Impacts``, ``predict_impacts``, ``Forecast``, ``fly_forward``.
``provenance``: ``Source``, ``Provenance``, ``join``, ``source_ids``.
"""
