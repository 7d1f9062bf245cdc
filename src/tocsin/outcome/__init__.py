"""What truly becomes of a shot or a falling body.

In: truth as arrays, shots, luck.
Out: hit or miss, impact place, leak. Imported by ``exercise`` alone.
"""
