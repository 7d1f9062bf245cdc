"""All that one scan of a radar reports of bodies, their declared kinds too, in one kernel call."""
