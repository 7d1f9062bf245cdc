"""Build the documentation site from ``docs/`` and the docstrings: ``make site`` writes it into ``out/site``.

``python scripts/make_site.py`` stops with exit status 1 at a broken link, a missing anchor or anything that the site
would fetch from elsewhere.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.website.api import write_api
from scripts.website.links import faults
from scripts.website.navigation import navigation
from scripts.website.stage import ROOT, stage

WORK, SITE = ROOT / "out" / "site-source", ROOT / "out" / "site"
BAND = '<div class="exercise" role="note">EXERCISE EXERCISE EXERCISE</div>'
FETCHED_SHIM = "https://unpkg.com/iframe-worker/shim"
OWN = Path(__file__).parent / "website"


def build(work: Path = WORK, site: Path = SITE) -> list[str]:
    """Build the site and return what is wrong with it, one line each."""
    pages = stage(work / "source")
    pages += write_api(work / "source" / "api")
    shutil.copyfile(OWN / "site.css", work / "source" / "site.css")
    settings = (OWN / "zensical.toml").read_text(encoding="utf-8")
    head, mark, tail = settings.partition("[project.theme]\n")
    (work / "zensical.toml").write_text(f"{head}{navigation(pages)}\n{mark}{tail}", encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    answer = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    if answer.returncode:
        return [*answer.stdout.splitlines(), *answer.stderr.splitlines()]
    shutil.rmtree(site, ignore_errors=True)
    shutil.move(work / "built", site)
    keep_at_home(site)
    return faults(site)


def keep_at_home(site: Path) -> None:
    """Mark every page EXERCISE; put our own script in place of the one that the theme would fetch from elsewhere."""
    shutil.copyfile(OWN / "shim.js", site / "assets" / "shim.js")
    for path in site.rglob("*.html"):
        up = "../" * (len(path.relative_to(site).parts) - 1)
        text = path.read_text(encoding="utf-8")
        text = text.replace(FETCHED_SHIM, f"{up}assets/shim.js")
        path.write_text(re.sub(r"<body[^>]*>", lambda body: body[0] + BAND, text, count=1), encoding="utf-8")


def main() -> int:
    """Build it, say where it is or what is wrong, and return the exit status."""
    wrong = build()
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    if not wrong:
        sys.stdout.write(f"The site: open {(SITE / 'index.html').relative_to(ROOT)} in a browser.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
