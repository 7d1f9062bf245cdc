"""Names carry units and frames: a scalar ends in its unit, a vector in its frame.

Looked at: the parameters of public functions and methods, and the fields of classes. Three rules:

1. Whatever is annotated ``float`` ends in a unit, or in a word that has none (``DIMENSIONLESS``). Algebra
   (``ALGEBRA``) is excused: its names are tied to their meaning in a docstring or comment.
2. A name whose last word is a quantity (``range``, ``delay``, ``azimuth``) lacks its unit, kernel or not.
3. An array whose last word is a vector (``position``, ``velocity``) lacks its frame, kernel or not.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "tocsin"
MODULES = sorted(PACKAGE.rglob("*.py"))

UNITS = {
    *("m", "km", "m2", "km2", "m3", "rad", "deg", "rad2", "sr"),
    *("s", "ms", "s2", "s3", "h", "min", "day", "days", "year", "years", "hz"),
    *("kg", "n", "pa", "k", "j", "kt", "w", "db", "dbsm", "mbit"),
    *("utc", "ut1"),  # a date ends in its time scale
}

DIMENSIONLESS = {
    # a part of one
    *("probability", "share", "fraction", "coverage", "confidence", "score", "pfa", "pd"),
    "level",  # of an interval
    # a ratio of two like things, or a factor
    *("ratio", "scale", "factor", "gain", "loss", "snr", "weight", "mach", "speedup"),
    # dimensionless by nature
    *("eccentricity", "coefficient", "chi2", "index", "count", "order"),
    # the number of a row that carries its unit in a field beside it
    *("value", "low", "high"),
}

QUANTITIES = {
    *("time", "duration", "delay", "period", "interval", "elapsed", "epoch", "latency", "age"),
    *("range", "distance", "altitude", "alt", "height", "radius", "length", "downrange"),
    *("lat", "lon", "latitude", "longitude", "azimuth", "elevation", "bearing", "angle", "inclination"),
    *("speed", "mass", "thrust", "power", "frequency", "bandwidth", "wavelength", "temperature", "rcs"),
}

VECTORS = {"position", "positions", "velocity", "velocities", "acceleration", "direction", "directions"}

SCALAR = {"float", "int", "float | None", "int | None"}

# Kernels, and the tuples of plain numbers they take: ``east_x`` and the like are parts of a vector there.
ALGEBRA = {"kernels.py", "numbers.py"}

# "module name" -> why its last word may stand bare. Keep it short; a better name is nearly always there.
EXCEPTIONS = {
    "tracking/tracker.py birth_log_density": "logarithm of a density in the units of a measurement",
    "motion/orbit.py drag_per_earth_radius": "B* of an element set: its unit is the inverse Earth radius",
    "scenario/declared.py spread": "standard deviation of the logarithm of a time, which has no unit",
}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_names_end_in_their_unit_or_frame(module: Path) -> None:
    key = module.relative_to(PACKAGE).as_posix()
    wrong = [
        f"{key}:{line} {name}: {fault}"
        for line, name, annotation in declared(ast.parse(module.read_text(encoding="utf-8")))
        if (fault := fault_of(name, annotation, module.name in ALGEBRA)) and f"{key} {name}" not in EXCEPTIONS
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "annotation"),
    [
        ("range", "float"),
        ("min_range", "int"),
        ("speed", "Array"),
        ("position", "Array"),
        ("stiffness", "float"),
    ],
)
def test_a_bare_name_is_found(name: str, annotation: str) -> None:
    assert fault_of(name, annotation, is_algebra=False)


@pytest.mark.parametrize(
    ("name", "annotation"),
    [
        ("range_m", "float"),
        ("speed_m_s", "float"),
        ("plume_w_sr", "Array"),
        ("position_ecef", "Array"),
        ("kill_probability", "float"),
        ("seq", "int"),
        ("direction", "str"),
    ],
)
def test_a_good_name_passes(name: str, annotation: str) -> None:
    assert not fault_of(name, annotation, is_algebra=False)


def test_algebra_may_use_letters_but_not_a_bare_quantity() -> None:
    assert not fault_of("x", "float", is_algebra=True)
    assert fault_of("altitude", "float", is_algebra=True)


def test_private_functions_and_plain_annotations_are_left_alone() -> None:
    tree = ast.parse("def _f(range: float) -> None: ...\ndef g(size: float) -> None: ...\nx: float = 1.0")
    assert [name for _, name, _ in declared(tree)] == ["size"]


def test_every_exception_is_still_needed() -> None:
    names = {
        f"{module.relative_to(PACKAGE).as_posix()} {name}"
        for module in MODULES
        for _, name, annotation in declared(ast.parse(module.read_text(encoding="utf-8")))
        if fault_of(name, annotation, module.name in ALGEBRA)
    }
    assert set(EXCEPTIONS) <= names


def fault_of(name: str, annotation: str, is_algebra: bool) -> str:
    """Return what is wrong with a name of this type, or nothing."""
    last = name.split("_")[-1]
    is_array = "Array" in annotation or "NDArray" in annotation
    if is_array and last in VECTORS:
        return "a vector ends in its frame (_ecef, _eci, _enu)"
    if (is_array or annotation in SCALAR) and last in QUANTITIES:
        return "a quantity ends in its unit (_m, _rad, _ms)"
    if not is_algebra and annotation in ("float", "float | None") and last not in UNITS | DIMENSIONLESS:
        return "a float ends in its unit, or in a word that has none"
    return ""


def declared(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Yield line, name and annotation of each public parameter and each field."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            arguments = node.args
            for argument in arguments.posonlyargs + arguments.args + arguments.kwonlyargs:
                if argument.annotation is not None:
                    yield argument.lineno, argument.arg, ast.unparse(argument.annotation)
        if isinstance(node, ast.ClassDef):
            for field in node.body:
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    yield field.lineno, field.target.id, ast.unparse(field.annotation)
