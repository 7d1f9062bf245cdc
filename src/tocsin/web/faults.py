"""How the door says no: one line with the name, the value, the bound and the remedy, and a status."""

from fastapi import HTTPException


def refused(status: int, why: str) -> HTTPException:
    """Return a refusal to be raised; ``status`` as in HTTP."""
    return HTTPException(status, why)
