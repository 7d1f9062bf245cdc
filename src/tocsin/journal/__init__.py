"""The record of a run: kind and bytes, chained and digested.

In: entries (time, node, kind, JSON bytes) in the order they happened.
Out: one SQLite file or none, a hash chain over every entry, a digest over the simulated ones, and a verdict.

Public: ``entry.Entry``, ``entry.StoredEntry``, ``entry.Journal``; ``sqlite.FileJournal``;
``memory.DigestJournal``; ``read.read``, ``read.read_meta``; ``verify.verify``, ``verify.Verdict``.
"""
