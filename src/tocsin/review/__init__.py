"""Journals turned into measures and an after-action page.

In: the records of one run, or of several.
Out: rows of measures, the physical reason for a difference, one HTML page.
"""
