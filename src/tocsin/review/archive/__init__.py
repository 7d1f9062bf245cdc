"""The archive: a run, or one reader's view of it, as one signed file that stands for years.

``ustar``: many files as one, in one form only.  ``signature``: what each party signs, and with which key.
``contents``: what goes into a bundle.  ``seal``: makes one.  ``check``: says whether one is as it was sealed.
docs/archive.md describes every byte.
"""
