"""The record of a run: kind and bytes, chained and digested.

In: entries (time, node, kind, JSON bytes) in the order they happened; now and then the state they led to, as bytes.
Out: one SQLite file or none, a hash chain over every entry, a digest over the simulated ones, and a verdict.

Public: ``entry.Entry``, ``entry.StoredEntry``, ``entry.Journal``; ``sqlite.FileJournal``;
``memory.DigestJournal``; ``read.read``, ``read.read_meta``, ``read.newest_snapshot``;
``verify.verify``, ``verify.Verdict``.
"""
