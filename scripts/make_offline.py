"""Write ``dist/tocsin-VERSION-offline.tar.gz``: Tocsin and all it needs, to be installed where there is no network.

Run by ``make offline-bundle``.  In it: the wheel of Tocsin with the page built inside, a wheel of every dependency as
constraints.txt pins it, ``install.sh``, a README and the SHA-256 of every file.  The wheels are for the version of
Python and the machine that it is made on.
"""

import argparse
import gzip
import hashlib
import io
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from pathlib import Path

from tocsin import __version__

ROOT = Path(__file__).parents[1]
PAGE = "tocsin/web/page/index.html"
EXTRAS = "study"
SPEED = 1  # of gzip: wheels are compressed already
INSTALL = """\
#!/bin/sh
# Install Tocsin {version} from the files beside this one; nothing is fetched.
#   sh install.sh [FOLDER]     into a new environment FOLDER, tocsin-env if not given; PYTHON names the interpreter
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
python=${{PYTHON:-{python}}}
folder=${{1:-tocsin-env}}
if ! "$python" -c 'import sys, sysconfig
sys.exit((sysconfig.get_platform(), sys.version_info[:2]) != ("{platform}", {python_tuple}))'; then
  echo "install.sh: these wheels are for Python {python_version} on {platform}; '$python' is another," \\
    "or is not there.  Name one: PYTHON={python} sh install.sh" >&2
  exit 2
fi
if [ -e "$folder" ]; then
  echo "install.sh: '$folder' is there; name a new folder: sh install.sh FOLDER" >&2
  exit 2
fi
(cd "$here" && "$python" -c 'import hashlib, pathlib, sys
lines = pathlib.Path("SHA256SUMS").read_text().splitlines()
wrong = [name for sha256, name in (line.split("  ") for line in lines)
         if hashlib.sha256(pathlib.Path(name).read_bytes()).hexdigest() != sha256]
sys.exit(f"install.sh: damaged, get the bundle again: {{wrong}}" if wrong else 0)')
"$python" -m venv "$folder"
export PIP_CONFIG_FILE=/dev/null
"$folder/bin/python" -m pip --isolated --disable-pip-version-check install --quiet --no-index --no-cache-dir \\
  --find-links "$here/wheels" "tocsin[{extras}]=={version}"
echo "Installed.  Try: $folder/bin/tocsin demo   (the first run compiles for some minutes)"
"""
README = """\
Tocsin {version}, to be installed without a network.  Simulation and EXERCISE only; see USE.md.

You need Python {python_version} on {platform}, with its venv module.

    sh install.sh            makes the environment tocsin-env
    tocsin-env/bin/tocsin demo
    tocsin-env/bin/tocsin play

wheels/ holds Tocsin (with its page) and every package it needs; SHA256SUMS the digest of every file.
"""


def main() -> None:
    """Write the bundle and say where it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder for the bundle")
    parser.add_argument("--pip-flags", default="--only-binary=:all:", help="for pip; empty lets it build packages")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        files = {**wheels(Path(place), asked.pip_flags.split()), **texts()}
    files["SHA256SUMS"] = sums(files)
    asked.out.mkdir(parents=True, exist_ok=True)
    path = asked.out / f"tocsin-{__version__}-offline.tar.gz"
    path.write_bytes(gzip.compress(packed(files), SPEED, mtime=0))
    sys.stdout.write(f"Wrote {path}, {path.stat().st_size / 1e6:.0f} MB, {len(files)} files.\n")


def wheels(folder: Path, flags: list[str]) -> dict[str, bytes]:
    """Return the wheels of Tocsin and of all it needs, by their names in the bundle."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-build-isolation"]
    words = [*pip, *flags, "--constraint", str(ROOT / "constraints.txt"), "--wheel-dir", str(folder)]
    subprocess.run([*words, f".[{EXTRAS}]"], cwd=ROOT, check=True)
    (own,) = folder.glob("tocsin-*.whl")
    if PAGE not in zipfile.ZipFile(own).namelist():
        sys.exit("the page is not built: run `make page` first, or `make offline-bundle`, which does")
    return {f"wheels/{path.name}": path.read_bytes() for path in sorted(folder.glob("*.whl"))}


def texts() -> dict[str, bytes]:
    """Return the other files of the bundle."""
    said = {
        "version": __version__,
        "extras": EXTRAS,
        "platform": sysconfig.get_platform(),
        "python": f"python{sys.version_info[0]}.{sys.version_info[1]}",
        "python_version": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "python_tuple": tuple(sys.version_info[:2]),
    }
    own = {name: (ROOT / name).read_bytes() for name in ("LICENSE", "SECURITY.md", "USE.md")}
    return {"install.sh": INSTALL.format(**said).encode(), "README.txt": README.format(**said).encode(), **own}


def sums(files: dict[str, bytes]) -> bytes:
    """Return the SHA-256 of every file, as sha256sum writes and reads them."""
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items())]
    return "".join(lines).encode()


def packed(files: dict[str, bytes]) -> bytes:
    """Return files as a tar, in one folder, sorted by name, without times or owners."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, content in sorted(files.items()):
            info = tarfile.TarInfo(f"tocsin-{__version__}-offline/{name}")
            info.size, info.mode = len(content), 0o755 if name.endswith(".sh") else 0o644
            tar.addfile(info, io.BytesIO(content))
    return stream.getvalue()


if __name__ == "__main__":
    main()
