"""People at the desks: which roles there are, what each may order, and how their orders reach the loop.

``cells.StaffCells`` plays every cell that nobody holds by its doctrine, and hands on what people order elsewhere.
``state.StaffState`` is what a node keeps of what its people wrote, read, held back, denied and signed.
"""
