"""Opaque names of a node's own tracks: given when a track is confirmed, never twice."""

from typing import Literal

from tocsin.exercise.world import NodeState, Record
from tocsin.orders.record import TrackConfirmed
from tocsin.tracking.associate import Assignment
from tocsin.tracking.plume_tracks import PlumeTable
from tocsin.tracking.tracker import Tracks


def confirm(node: NodeState, key: str, numbers: list[int], first_ms: list[int], records: list[Record]) -> None:
    """Give every newly confirmed track its opaque source id."""
    for number, first in zip(numbers, first_ms, strict=True):
        name = f"{key} {number}"
        if name not in node.source_names:
            node.source_names[name] = f"{node.declared.name}.s{len(node.source_names) + 1}"
            kind: Literal["ir", "radar"] = "radar" if key == "radar" else "ir"
            records.append(Record(node.declared.name, TrackConfirmed(node.source_names[name], kind, first)))


def believed_in(table: Tracks | PlumeTable) -> list[int]:
    """Return the numbers of the confirmed tracks of a table, in its order."""
    numbers: list[int] = table["number"][table["confirmed"]].tolist() if table.size else []
    return numbers


def associated(node: NodeState, key: str, assignment: Assignment) -> tuple[str, ...]:
    """Return the source id that each measurement went to, '' where its track is not confirmed (yet)."""
    names = node.source_names
    return tuple([names.get(f"{key} {number}", "") for number in assignment.track_number.tolist()])
