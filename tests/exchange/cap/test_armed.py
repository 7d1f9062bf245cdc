"""The cancel lies ready with its alert; sending it changes nothing but when."""

import msgspec
import pytest

from tocsin.errors import OrderError
from tocsin.exchange.cap.armed import armed_cancel, sent
from tocsin.exchange.payload import PublicWarning


def test_it_takes_back_its_alert_in_the_same_areas(alert: PublicWarning) -> None:
    armed = armed_cancel(alert)
    assert (armed.step, armed.references) == ("cancel", (alert.warning_id,))
    assert (armed.areas, armed.event_id, armed.impact_time_ms) == (alert.areas, alert.event_id, None)
    assert armed.warning_id != alert.warning_id


def test_of_an_update_it_takes_back_all_that_went_before(alert: PublicWarning) -> None:
    update = msgspec.structs.replace(alert, warning_id="w-9", step="update", references=("w-7f3a", "w-8"))
    assert armed_cancel(update).references == ("w-7f3a", "w-8", "w-9")


def test_sending_gives_it_its_time_and_keeps_how_long_it_holds(alert: PublicWarning) -> None:
    armed = armed_cancel(alert)
    gone = sent(armed, 260_999)
    assert (gone.sent_ms, gone.expires_ms) == (260_999, alert.expires_ms + 60_000)
    assert msgspec.structs.replace(gone, sent_ms=armed.sent_ms, expires_ms=armed.expires_ms) == armed


def test_a_cancel_cannot_be_cancelled(alert: PublicWarning) -> None:
    with pytest.raises(OrderError, match="cannot be cancelled; give a new alert"):
        armed_cancel(armed_cancel(alert))
