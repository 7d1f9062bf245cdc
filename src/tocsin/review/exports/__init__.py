"""In: a ``View`` of a run.  Out: files that other programs read, one module a form.

Nothing here sees the run itself: what the view does not hold cannot be written.
"""
