"""What a pack was made from."""

from tocsin.orders.hot_wash import CONTROL
from tocsin.review.facts import Facts
from tocsin.review.pack.section import Section, Table, Words
from tocsin.review.party import View

FINE = (
    "Everything in this pack was computed from the journal of this run. Decisions were made by whoever the journal "
    "names."
)


def section(view: View, facts: Facts) -> Section:
    """Return the last section: where all this comes from."""
    header = view.log.header
    if view.party != CONTROL:
        return Section("records", "Records", "", (Words((FINE,)),))
    table = Table(
        "",
        ("agreement", "scenario", "seed", "run", "records", "digest"),
        (
            (
                header.agreement,
                header.scenario,
                str(header.seed),
                str(header.run),
                f"{len(view.log.entries):,}",
                header.digest[:16] or "not computed",
            ),
        ),
    )
    return Section("records", "Records", "", (table, Words((FINE,))))
