"""The roles that people can hold, and which orders each may give."""

from typing import Literal

import msgspec

from tocsin.orders.action import (
    Advise,
    Ask,
    AssessEvent,
    CancelPublicWarning,
    CellName,
    CueRadar,
    Fire,
    ForwardNotice,
    Propose,
    ProposePlan,
    Query,
    Reply,
    ResumeSharing,
    SendPublicWarning,
    SetAlert,
    SignAmendment,
    SignAssessment,
    SuspendSharing,
    WithholdNotice,
)
from tocsin.orders.inject import (
    CloneInject,
    FireInject,
    FreeInject,
    HoldInject,
    SkipInject,
    SlipInject,
    WriteInject,
)
from tocsin.orders.staff import (
    AllowEngagement,
    CheckComms,
    CorrectPublicWarning,
    DenyEngagement,
    HoldMessage,
    MarkRead,
    Say,
    SendMessage,
    SetDoctrine,
    SignHandover,
)

Side = Literal["nation", "joint", "control", "observer"]
SideView = Literal["node", "released", "truth", "none"]  # what a role sees


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """One role.

    Attributes
    ----------
    name : str
    side : str
        ``nation`` roles are of one nation, ``joint`` of the joint node, ``control`` and ``observer`` of nobody.
    cell : str or None
        The cell that its holder plays; None where the role plays none.
    sees : str
        ``node``: the picture of its own node; ``released``: what the host has released to its nation; ``truth``: all;
        ``none``: public statements and news alone.
    may : tuple of type
        The orders that it may give.
    """

    name: str
    side: Side
    cell: CellName | None
    sees: SideView
    may: tuple[type[msgspec.Struct], ...]


WORDS: tuple[type[msgspec.Struct], ...] = (Say, MarkRead, SignHandover)
MSEL: tuple[type[msgspec.Struct], ...] = (
    WriteInject,
    FireInject,
    HoldInject,
    FreeInject,
    SlipInject,
    SkipInject,
    CloneInject,
)


def role(
    name: str, side: Side, cell: CellName | None, may: tuple[type[msgspec.Struct], ...], sees: SideView = "node"
) -> Role:
    """Return a role that may also speak, read and hand over."""
    return Role(name=name, side=side, cell=cell, sees=sees, may=(*may, *WORDS))


ROLES: dict[str, Role] = {
    item.name: item
    for item in (
        role(
            "commander",
            "nation",
            "commander",
            (
                SetAlert,
                Fire,
                DenyEngagement,
                AllowEngagement,
                SetDoctrine,
                SuspendSharing,
                ResumeSharing,
                SignAmendment,
                SignAssessment,
                SendPublicWarning,
                CancelPublicWarning,
                CorrectPublicWarning,
            ),
        ),
        role("watch_officer", "nation", "watch_officer", (AssessEvent, Ask, SignAssessment)),
        role("sensor_desk", "nation", "sensor_desk", (CueRadar, Ask)),
        role(
            "data_exchange_desk",
            "nation",
            "data_exchange_desk",
            (Query, Reply, Advise, WithholdNotice, HoldMessage, SendMessage, CheckComms),
        ),
        role("defence_desk", "nation", "defence_desk", (Fire,)),
        role(
            "civil_protection_desk",
            "nation",
            "civil_protection_desk",
            (SendPublicWarning, CancelPublicWarning, CorrectPublicWarning),
        ),
        role("notice_desk", "nation", "notice_desk", (ForwardNotice, WithholdNotice)),
        role("legal_adviser", "nation", None, ()),
        role("liaison_officer", "nation", None, (), sees="released"),
        role("disclosure_officer", "nation", None, ()),
        role("public_affairs", "nation", None, ()),
        role("fusion_cell", "joint", "joint_cell", (Propose,)),
        role("planning_cell", "joint", "joint_cell", (Propose, ProposePlan)),
        role("director", "control", "control", MSEL, sees="truth"),
        role("scripter", "control", "control", MSEL, sees="truth"),
        role("simulation_control", "control", "control", MSEL, sees="truth"),
        role("persona", "control", "control", (), sees="none"),
        role("observer_trainer", "observer", None, (), sees="truth"),
        role("visitor", "observer", None, (), sees="none"),
    )
}
