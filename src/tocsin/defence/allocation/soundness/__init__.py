"""Whether a problem of allocation is one, and what every method asks of it."""
