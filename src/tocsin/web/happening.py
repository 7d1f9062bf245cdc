"""Which records make a clock that runs to the next event stand still: what people at desks or tables are shown."""

from collections.abc import Sequence

import msgspec

from tocsin.defence.battery import Shot
from tocsin.exchange.message import Delivery
from tocsin.exchange.payload import PublicWarning
from tocsin.orders.inject import InjectDelivered
from tocsin.orders.order import Answered, SharingChanged
from tocsin.orders.record import Endex, NoticeAtDesk
from tocsin.warning.event import ImpactWarning, LaunchWarning, WarningWithdrawn
from tocsin.web.live import Numbered

EVENTS: tuple[type[msgspec.Struct], ...] = (
    LaunchWarning,
    ImpactWarning,
    WarningWithdrawn,
    NoticeAtDesk,
    Delivery,
    Answered,
    PublicWarning,
    SharingChanged,
    Shot,
    InjectDelivered,
    Endex,
)


class EventSeen:
    """A listener that remembers whether anything happened that people see."""

    def __init__(self) -> None:
        self._is_seen = False

    def tell(self, records: Sequence[Numbered]) -> None:
        """Look at records as they are told."""
        self._is_seen = self._is_seen or any(isinstance(record.body, EVENTS) for record in records)

    def taken(self) -> bool:
        """Return whether anything happened since this was last asked."""
        was_seen, self._is_seen = self._is_seen, False
        return was_seen
