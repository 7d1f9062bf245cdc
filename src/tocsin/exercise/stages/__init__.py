"""The stages of a step, one module each, in the order of ``engine.STAGES``.

In: the World. Out: the World changed, and the records of what happened.
"""
