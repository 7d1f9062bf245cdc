"""The tables of a study as Parquet files hold them: columns, types, and the version of both.

``SCHEMA_VERSION`` goes up whenever a column is added, removed, or changes its meaning.
"""

import pyarrow as pa  # type: ignore[import-untyped]

from tocsin.errors import StudyError

SCHEMA_VERSION = "1"
VERSION_KEY = b"tocsin.study.schema"
DESIGN_KEY = (
    b"tocsin.study.design"  # hex digest of the design that a unit is of; absent in the first files of version 1
)
WORD = pa.dictionary(pa.int32(), pa.string())

KEYS = [
    pa.field("point", pa.int32(), nullable=False),  # place in the design's list of points, from 0
    pa.field("seed", pa.int64(), nullable=False),
    pa.field("run", pa.int32(), nullable=False),  # replication, from 0: the same luck at every point
]
MEASURED = [
    pa.field("nation", WORD, nullable=False),
    pa.field("subject_kind", WORD, nullable=False),
    pa.field("subject", WORD, nullable=False),
    pa.field("measure", WORD, nullable=False),
    pa.field("value", pa.float64()),  # in the measure's unit; null unless observed
    pa.field("status", WORD, nullable=False),  # observed, never, pending, not_applicable
    pa.field("n", pa.int32(), nullable=False),  # cases behind the value
    pa.field("n_never", pa.int32(), nullable=False),
    pa.field("decided_by", WORD, nullable=False),
]
PLAYED = [
    pa.field("digest", pa.string(), nullable=False),  # of the run's journal; '' where it failed
    pa.field("error", pa.string(), nullable=False),  # why it failed; '' where it did not
]
METADATA = {VERSION_KEY: SCHEMA_VERSION.encode(), b"tocsin.marking": b"EXERCISE EXERCISE EXERCISE"}

ROWS = pa.schema(KEYS + MEASURED, metadata=METADATA)
"""``DIR/*.parquet``: the headline of every measure of every run (subject ``all``), and what a layer or a cause gave.
``DIR/launches/*.parquet``: the same of every single launch, area, event and the like."""
RUNS = pa.schema(KEYS + PLAYED, metadata=METADATA)
"""``DIR/played/*.parquet``: one row a run."""


def check_schema(found: pa.Schema, wanted: pa.Schema, file: str) -> None:
    """Raise StudyError for a file of another schema version, or with other columns."""
    version = (found.metadata or {}).get(VERSION_KEY, b"none").decode()
    if version != SCHEMA_VERSION:
        raise StudyError(
            f"{file}: schema version {version}: must be {SCHEMA_VERSION}; read it with the Tocsin that wrote it, or "
            "play the study again into another folder"
        )
    if found.names != wanted.names:
        raise StudyError(
            f"{file}: columns {', '.join(found.names)}: must be {', '.join(wanted.names)}; it is no file of a study"
        )
