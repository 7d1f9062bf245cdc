"""Exercises side by side: journals of different ones, normalised by opportunity, and the lessons still open.

In: views of journals, each what one reader may see.
Out: rates with their numerators and denominators, what differs between the exercises, lessons for the next plan.
"""
