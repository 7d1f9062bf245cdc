"""Files a person writes, checked once at the door.

In: TOML scenarios, class packs, agreements, the fictional world and real background data.
Out: a frozen ``Scenario``: truth as declared, in SI.
"""
