"""One mode's state and covariance, carried forward in time (extended Kalman filter)."""
