"""Scenarios of many nations on a planet of their own, as many and as large as a study wants them.

In: how many nations, sensors, batteries and launches, and who is linked with whom.
Out: the text of a scenario.
"""
