"""What a radar reports, as the rows that a tracker takes, in one kernel call."""
