"""What the file of a journal looks like to SQLite; which layouts this version reads (docs/journal.md)."""

APPLICATION_ID = 0x746F6373  # "tocs": how `file` and SQLite tools can tell a journal
LAYOUT_VERSION = 1  # what is written; every layout from 1 to this one is read

# The text of these, comments too, stands in every journal, and a sealed one is held to it: a change is a new layout.

SNAPSHOT_TABLE = """
CREATE TABLE IF NOT EXISTS snapshot (  -- the state that a run had at a moment, whole; a journal may hold none
    time_ms INTEGER NOT NULL,     -- exercise time of that moment, milliseconds
    records INTEGER PRIMARY KEY,  -- number of the record that tells of it: all before it had happened, none after it
    sha256  TEXT NOT NULL,        -- of content, hex; the record says the same, and so the chain covers it
    content BLOB NOT NULL         -- the state, compressed with zlib; docs/journal.md says how to read it
);
"""

SCHEMA = """
CREATE TABLE meta (  -- what the run was made from; fixed when the file is made
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE record (  -- every record, in the order it happened
    seq     INTEGER PRIMARY KEY,  -- 1, 2, 3, ... without a gap
    time_ms INTEGER NOT NULL,     -- exercise time, milliseconds
    node    TEXT NOT NULL,        -- whose record it is; '' where nobody's
    kind    TEXT NOT NULL,        -- record kind
    aside   INTEGER NOT NULL,     -- 1: not simulated, so not in the digest
    body    TEXT NOT NULL,        -- JSON
    chain   BLOB NOT NULL         -- SHA-256(chain of seq - 1 || seq, aside, time_ms, node, kind, body)
);
CREATE TABLE tip (  -- one row, renewed with every transaction: where the journal ends
    records    INTEGER NOT NULL,  -- how many records there are
    meta_chain BLOB NOT NULL,     -- SHA-256 of meta: the chain value before record 1
    chain      BLOB NOT NULL,     -- chain value of the last record
    digest     TEXT NOT NULL      -- SHA-256 over time_ms, node, kind, body of all records that are not aside
);
"""
