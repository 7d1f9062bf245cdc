"""The unscented Kalman filter over the same motion and the same measurements."""
