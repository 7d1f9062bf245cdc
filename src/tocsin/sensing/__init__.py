"""What each sensor reports of the truth.

In: truth as arrays, a sensor, the clouds, luck.
Out: measurements without truth identity, sorted by what the sensor reports; and the pairing, kept apart.

Public: ``scene.Scene``, ``scene.Cloud``, ``scene.cloud_rows``; ``scan.scan_of``; ``radar.sensor.Radar``,
``radar.look.RadarMeasurements``, ``radar.look.sense_radar``, ``radar.look.radar_reasons``,
``radar.look.crowded_reasons``, ``radar.look.Cue``, ``radar.sensor.radar_at``, ``radar.moon.Moon``;
``skywave.sensor.SkywaveRadar``, ``skywave.sensor.SkywaveMeasurements``, ``skywave.sensor.sense_skywave``,
``skywave.sensor.skywave_reasons``;
``infrared.sensor.InfraredSatellite``, ``infrared.sensor.InfraredMeasurements``, ``infrared.sensor.sense_infrared``,
``infrared.sensor.infrared_reasons``; ``reason.Reason``, ``reason.REASON_WORDS``.
"""
