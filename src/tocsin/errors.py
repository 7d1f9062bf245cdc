"""Every error that Tocsin raises on purpose.

::

    TocsinError
    ├── ScenarioError      what a person wrote is wrong: a scenario, an agreement, a pack, an option
    ├── ModelRangeError    a model was asked for something outside its valid range
    ├── OrderError         a cell's order cannot be obeyed
    ├── JournalError       a journal cannot be written, read or trusted
    └── StudyError         a study cannot be played, read or registered

    UserWarning            (Python's own)
    └── StaleElements      an orbit is asked for a time far from the epoch of its elements

A message gives the name, the value, the bound and the remedy.
"""


class TocsinError(Exception):
    """Base of every error that Tocsin raises on purpose."""


class ScenarioError(TocsinError):
    """What a person wrote is wrong: a scenario, an agreement, a pack or an option."""


class ModelRangeError(TocsinError):
    """A model was asked for something outside its valid range."""


class OrderError(TocsinError):
    """A cell's order cannot be obeyed."""


class JournalError(TocsinError):
    """A journal cannot be written, read or trusted."""


class StudyError(TocsinError):
    """A study cannot be played, read or registered."""


class StaleElements(UserWarning):
    """An orbit is asked for a time so far from the epoch of its elements that its place is rough."""
