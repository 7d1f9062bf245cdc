"""The house rules that a program can check: direction of imports, room docstrings, sizes."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "tocsin"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

SAYS_NOTHING = {"types", "utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "tools"}
LONGEST_MODULE = 400
LONGEST_FUNCTION = 40
MOST_PARAMETERS = 6


def test_every_room_imports_only_rooms_below_it() -> None:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_a_room_says_what_comes_in_and_goes_out_and_holds_no_logic(room: Path) -> None:
    body = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    docstring = ast.get_docstring(body) or ""
    assert "In:" in docstring
    assert "Out:" in docstring
    assert len(body.body) == 1, f"{room.name}/__init__.py holds more than its docstring"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_keeps_to_the_sizes(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    too_long = []
    length = code_lines(module, tree)
    if length > LONGEST_MODULE:
        too_long.append(f"{module.name} has {length} lines, the limit is {LONGEST_MODULE}: split it")
    for function in (node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)):
        too_long += oversize(module, function)
    assert not too_long, "\n".join(too_long)


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in MODULES if path.stem in SAYS_NOTHING or path.parent.name in SAYS_NOTHING] == []


def oversize(module: Path, function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Return what is too big about a function; a kernel may take any number of parameters."""
    found = []
    where = f"{module.name}:{function.lineno} {function.name}"
    length = span(function) - docstring_span(function)
    if length > LONGEST_FUNCTION:
        found.append(f"{where} has {length} lines, the limit is {LONGEST_FUNCTION}: split it")
    arguments = function.args
    names = [argument.arg for argument in arguments.posonlyargs + arguments.args + arguments.kwonlyargs]
    count = len([name for name in names if name not in ("self", "cls")])
    is_door = any("command" in ast.unparse(decorator) for decorator in function.decorator_list)
    if count > MOST_PARAMETERS and module.name != "kernels.py" and not is_door:
        found.append(f"{where} has {count} parameters, the limit is {MOST_PARAMETERS}: group them")
    return found


def code_lines(module: Path, tree: ast.Module) -> int:
    """Return the lines of a module less those of its docstrings."""
    owners = [node for node in ast.walk(tree) if isinstance(node, (ast.Module, ast.ClassDef, *FUNCTIONS))]
    total = len(module.read_text(encoding="utf-8").splitlines())
    return total - sum(docstring_span(owner) for owner in owners)


def docstring_span(owner: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines the docstring of a module, class or function takes; 0 if it has none."""
    return 0 if ast.get_docstring(owner) is None else span(owner.body[0])


def span(node: ast.stmt) -> int:
    """Return how many lines a statement takes."""
    return (node.end_lineno or node.lineno) - node.lineno + 1
