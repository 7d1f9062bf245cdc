"""Whether a table of tracks believes in other bodies than another, in one kernel call."""
