"""The browser's door to an exercise.

In: a browser. Out: the rooms below, called. Nothing is here yet but the paced driver's home.
"""
