"""What one measurement makes of one mode's estimate: the extended Kalman update, iterated where a beam is wide."""
