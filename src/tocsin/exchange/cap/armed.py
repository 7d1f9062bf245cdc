"""The cancel that lies ready from the moment of the alert, so that taking a warning back is one act."""

import msgspec

from tocsin.errors import OrderError
from tocsin.exchange.payload import PublicWarning


def armed_cancel(warning: PublicWarning) -> PublicWarning:
    """Return the cancel of an alert or update, complete but for the time at which it is sent.

    It is about the same areas and the same event, and refers to the warning and to all that the warning refers to:
    whoever knows any of them knows what is taken back.  Until ``sent`` gives it a time it bears its warning's.

    Raises
    ------
    OrderError
        If the warning is a cancel itself.
    """
    if warning.step == "cancel":
        raise OrderError(
            f"public warning {warning.warning_id!r}: step = 'cancel' cannot be cancelled; give a new alert instead"
        )
    return msgspec.structs.replace(
        warning,
        warning_id=f"{warning.warning_id}-cancel",
        step="cancel",
        references=(*warning.references, warning.warning_id),
        impact_time_ms=None,
    )


def sent(armed: PublicWarning, time_ms: int) -> PublicWarning:
    """Return an armed cancel as sent at a time (ms); it expires as long after as it would have."""
    return msgspec.structs.replace(armed, sent_ms=time_ms, expires_ms=armed.expires_ms + time_ms - armed.sent_ms)
