"""The engine: one world, one step, one loop.

In: a scenario, an agreement, luck and cells.
Out: a journal. ``engine.step`` advances one tick; ``play.play`` is the only loop.
"""
