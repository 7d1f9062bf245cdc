"""One node's estimates from its own sensors.

In: measurements of own sensors, scan by scan, in order of time.
Out: tracks with covariance and the span of measurements behind them, fits of launches, predicted impacts.

Public names
------------
``tracker``: ``Rules``, ``Scan``, ``Tracks``, ``no_tracks``, ``scan``, ``TrackEstimate``, ``estimate``.
``radar_scan``: ``radar_scan``.  ``late``: ``Rewindable``, ``rewindable``, ``is_too_late``, ``take``.
``association/associate``: ``Problem``, ``Rule``, ``associate``.
``classify``: ``kind_after``, ``flight_features``, ``class_probability``.
``plume_tracks``: ``PLUME``, ``PlumeTable``, ``no_plumes``, ``plume_scan``.
``plume/looks``: ``Looks``, ``looks_of``, ``merged``.
``associate``: ``Assignment``, ``Change``, ``founding_numbers``.
``launch_fit``: ``BoostProfile``, ``LaunchFit``, ``fit_launch``.
``stereo/crossing``: ``Crossing``, ``triangulate``, ``meet``, ``may_be_one``.
``stereo/pairing``: ``paired``.
``stereo/state``: ``InfraredState``, ``infrared_state``.
``predict``: ``Impacts``, ``predict_impacts``, ``Forecast``, ``fly_forward``.
``threat_kind``: ``ThreatKind``, ``Flight``, ``flight_of``, ``first_kind``, ``likely_kind``, ``judged_kind``.
``flown``: ``flown``, ``glide_left_s``, ``ground_in_s``.
``provenance``: ``Source``, ``Provenance``, ``join``, ``source_ids``.
"""
