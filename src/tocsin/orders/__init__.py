"""What a cell may order, and the one table of record kinds.

In: nothing.
Out: ``Order`` and its actions; ``kinds.KINDS``, the one dict from record kind to Struct.
"""
