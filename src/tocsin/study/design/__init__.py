"""What an analyst wrote: a design file, checked and turned into points that can be played.

In: the text of a design file.
Out: a ``Design`` and its ``Point`` s, each the whole text of a scenario and of an agreement.
"""
