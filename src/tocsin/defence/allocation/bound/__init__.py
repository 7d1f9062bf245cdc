"""A value that no allocation leaks less than."""
