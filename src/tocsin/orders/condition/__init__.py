"""Conditions on simulated state, as exercise control writes them: read safely, judged from records alone.

In: a text such as ``first(ImpactWarning, birch) + 60 s and not suspended(alder)``; the records of each tick.
Out: ``parse.condition`` makes a tree of a text, ``tally.Tally`` keeps what has happened, ``judge.holds`` says whether
the condition holds, ``judge.changes_ms`` when it may next change by itself.  The language is in docs/msel.md.
"""
