"""Speeds, measured in one run: ``python -m benchmarks.run``."""
