"""The ledger of sources: what is news, and what is somebody's news come round again."""

from collections.abc import Sequence

import numpy as np

from tocsin.picture.shared import TrackSet, rows_of, stacked
from tocsin.tracking.provenance import Provenance, source_ids


def vouching_node(source_id: str) -> str:
    """Return the node that vouches for a source: ``alder`` for ``alder.s7``."""
    return source_id.rpartition(".")[0] or source_id


def nodes_of(provenance: Provenance) -> frozenset[str]:
    """Return the nodes whose own sensors are behind a track."""
    return frozenset([vouching_node(source.source_id) for source in provenance])


def newest_of_each(own: TrackSet, received: Sequence[TrackSet]) -> list[TrackSet]:
    """Return what is to be counted: own tracks first, then one set a group of vouching nodes.

    Parameters
    ----------
    own : TrackSet
    received : sequence of TrackSet
        Of any partners, relayed by whomever, in any order, as often as they like.

    Returns
    -------
    list of TrackSet
        Each source once, in its newest version: own tracks stand, of the rest the one with the latest measurement.
        A track of several sources counts only if one of them is not held by itself.  No two sets share a source.
        Empty sets are left out.
    """
    sets = [own] if own.provenances else []
    others = [tracks for tracks in received if tracks.provenances]
    if not others:
        return sets
    tracks = stacked(others)
    held = frozenset([source.source_id for provenance in own.provenances for source in provenance])
    by_nodes: dict[frozenset[str], list[int]] = {}
    for row in newest_rows(tracks, held):
        by_nodes.setdefault(nodes_of(tracks.provenances[row]), []).append(row)
    return sets + [rows_of(tracks, by_nodes[nodes]) for nodes in sorted(by_nodes, key=sorted)]


def newest_rows(tracks: TrackSet, held: frozenset[str]) -> list[int]:
    """Return the rows that are news to a node that holds some sources, by source id."""
    newest: dict[frozenset[str], int] = {}
    for row, provenance in enumerate(tracks.provenances):
        sources = source_ids(provenance)
        rival = newest.setdefault(sources, row)
        if rival != row and rank(tracks, row) > rank(tracks, rival):
            newest[sources] = row
    singly = held.union(*(sources for sources in newest if len(sources) == 1))
    kept = [row for sources, row in newest.items() if not sources <= (held if len(sources) == 1 else singly)]
    return sorted(kept, key=lambda row: tracks.provenances[row])


def rank(tracks: TrackSet, row: int) -> tuple[int, float, bytes]:
    """Return what makes one version of a source better than another: later measured, then surer, then any order."""
    last_ms = max(source.last_ms for source in tracks.provenances[row])
    return last_ms, -float(np.trace(tracks.P[row, :3, :3])), tracks.x[row].tobytes()
