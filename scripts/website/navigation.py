"""The site's navigation: which page stands where.  A page that nobody has placed stands under *More*."""

import json

# Door -> pages, or folders ending in /, in the order in which they are best read.
DOORS: dict[str, tuple[str, ...]] = {
    "Play": (
        "first-exercise.md", "live.md", "room.md", "msel.md", "doctrine.md", "review.md", "disclosure.md",
        "counterfactual.md", "series.md", "archive.md", "exports.md", "pictures/", "scenarios/",
    ),
    "Study": (
        "first-study.md", "studies.md", "measures.md", "coverage.md", "tracking-from-python.md", "scale.md",
    ),
    "Agreements": ("agreements.md", "agreement-of-your-own.md", "agreements/"),
    "Models": ("models/validation.md", "models/"),
    "Reference": (
        "glossary.md", "words.md", "commands.md", "scenario.md", "records.md", "journal.md", "stream.md", "world.md",
        "api/",
    ),
    "Project": (
        "documents.md", "architecture.md", "blocks.md", "project/", "decisions/",
    ),
}  # fmt: skip
FOLDERS = {
    "scenarios/": "Scenarios", "agreements/": "The shipped agreements", "api/": "From Python",
    "decisions/": "Decisions", "project/": "Beside the documents", "models/": "", "pictures/": "",
}  # fmt: skip


def navigation(pages: list[str]) -> str:
    """Return the ``nav`` key of the site's settings, in TOML."""
    left = dict.fromkeys(page for page in pages if page != "index.md")
    doors: list[str] = ['  { "Home" = "index.md" },']
    for door, places in DOORS.items():
        items = [item for place in places for item in taken(place, left)]
        doors.append(f"  {{ {json.dumps(door)} = [{', '.join(items)}] }},")
    if left:
        doors.append(f'  {{ "More" = [{", ".join(map(json.dumps, left))}] }},')
    return "nav = [\n" + "\n".join(doors) + "\n]\n"


def taken(place: str, left: dict[str, None]) -> list[str]:
    """Take a page, or a folder's pages, from those left, and return its entries."""
    found = [page for page in left if page == place or (place.endswith("/") and page.startswith(place))]
    for page in found:
        del left[page]
    entries = [json.dumps(page) for page in found]
    if entries and FOLDERS.get(place):
        return [f"{{ {json.dumps(FOLDERS[place])} = [{', '.join(entries)}] }}"]
    return entries
