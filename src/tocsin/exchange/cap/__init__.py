"""Public warnings as messages of the Common Alerting Protocol 1.2 (OASIS, 2010): XML that nobody can take for real.

In: a ``PublicWarning``, those before it, and whose it is.
Out: the bytes of a file; the cancel that lies ready from the moment of the alert.

Public: ``writer.cap_xml``, ``writer.Issuer``; ``armed.armed_cancel``, ``armed.sent``; ``texts.LANGUAGES``.
"""
