"""House rules that a program can check: imports point one way, numbers live in data files, names are unambiguous."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "gep"

# A module imports only from what stands before it. A new top-level module takes its place here.
LAYERS = (
    "resources", "messages", "findings", "units", "classifications", "wordings", "coefficient_book", "ranges", "prices",
    "spec", "services", "preparation", "profiles", "inventory", "ledger_index", "account", "checks", "tables", "trace",
    "compile", "succession", "compare", "workbook", "batch", "listings", "demo", "cli", "__main__",
)  # fmt: skip

# Convenience methods that reach upward, by importing inside the function: what they are and what they reach.
UPWARD = {
    ("account", "Account.write"): "workbook",
    ("account", "Account.table"): "tables",
    ("account", "Account.tables"): "tables",
    ("account", "Account.explain"): "trace",
    ("inventory", "read_inventory"): "workbook",
}

# pandas takes a third of a second to import. Before `inventory` and in `cli` it is imported inside functions, or in
# these modules, which are themselves imported inside functions only.
PANDAS_BEHIND_A_FUNCTION = {"gep.coefficient_book.columns"}

EXCEL_LIBRARIES = {"xlsxwriter", "openpyxl", "python_calamine", "xlrd", "xlwt"}

FORBIDDEN_WORDS = ("shared/", "pypi.org")


class Module(NamedTuple):
    name: str
    path: Path
    tree: ast.Module

    @property
    def layer(self) -> str:
        """The part of the name after ``gep``; empty for the package itself."""
        return self.name.split(".")[1] if "." in self.name else ""

    @property
    def package(self) -> str:
        return self.name if self.path.name == "__init__.py" else self.name.rpartition(".")[0]


class Import(NamedTuple):
    target: str
    line: int
    function: str
    """Qualified name of the function around it, empty at module level."""
    typing_only: bool


def _load() -> dict[str, Module]:
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module(name, path, ast.parse(path.read_text("utf-8"), str(path)))
    return found


MODULES = _load()
LOWER = LAYERS[: LAYERS.index("inventory")]


def _targets(node: ast.Import | ast.ImportFrom, module: Module) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = node.module or ""
    if node.level:
        above = module.package.split(".")
        base = ".".join([*above[: len(above) - node.level + 1], *([node.module] if node.module else [])])
    for alias in node.names:
        inside = f"{base}.{alias.name}"
        if inside in MODULES or inside.partition(".")[2] in LAYERS:
            yield inside
        elif inside != "gep.__version__":  # the version is set before anything else is imported
            yield base


def _is_typing_block(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports_of(module: Module) -> list[Import]:
    """Return every import of `module`, wherever in it."""
    found: list[Import] = []

    def walk(node: ast.AST, names: tuple[str, ...], in_function: bool, typing_only: bool) -> None:
        if isinstance(node, ast.Import | ast.ImportFrom):
            around = ".".join(names) if in_function else ""
            found.extend(Import(target, node.lineno, around, typing_only) for target in _targets(node, module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            # A function inside a function belongs to the outer one.
            names = names if in_function else (*names, node.name)
            in_function = in_function or not isinstance(node, ast.ClassDef)
        if _is_typing_block(node):
            assert isinstance(node, ast.If)
            for child in node.body:
                walk(child, names, in_function, True)
            for child in node.orelse:
                walk(child, names, in_function, typing_only)
            return
        for child in ast.iter_child_nodes(node):
            walk(child, names, in_function, typing_only)

    walk(module.tree, (), False, False)
    return found


every_module = pytest.mark.parametrize("module", MODULES.values(), ids=MODULES.keys())


@pytest.mark.parametrize("name", sorted({module.layer for module in MODULES.values()} - {""}))
def test_a_module_has_its_place_in_the_order(name: str) -> None:
    assert name in LAYERS, f"gep.{name} is new: give it a place in LAYERS, the order in which modules may import"


@every_module
def test_imports_point_one_way(module: Module) -> None:
    if module.layer not in LAYERS:
        return  # gep/__init__ offers the public names and may import all of them
    allowed = LAYERS[: LAYERS.index(module.layer)]
    wrong = []
    for one in imports_of(module):
        root, _, rest = one.target.partition(".")
        target = rest.partition(".")[0]
        if root != "gep" or target in allowed or target == module.layer:
            continue
        reaching = {name: reached for (layer, name), reached in UPWARD.items() if layer == module.layer}
        if reaching.get(one.function) == target or (one.typing_only and target in reaching.values()):
            continue
        wrong.append(f"line {one.line}: {one.target}" + (f" in {one.function}" if one.function else ""))
    assert wrong == [], f"{module.name} may import only from: {', '.join(allowed)}"


def _declares_a_service(module: Module) -> bool:
    assigned = {
        target.id
        for node in module.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    return module.layer == "services" and not assigned.isdisjoint({"SPEC", "SPECS"})


# What services share, such as common columns, stands beside them in modules that declare no service.
SERVICES = {module.name for module in MODULES.values() if _declares_a_service(module)}


@every_module
def test_services_do_not_import_each_other(module: Module) -> None:
    if module.layer != "services" or module.name == "gep.services":
        return
    own = ".".join(module.name.split(".")[:3])
    others = {"gep.services", *SERVICES} - {own}
    assert sorted({one.target for one in imports_of(module)} & others) == []


@every_module
def test_pandas_stays_out_of_the_quick_modules(module: Module) -> None:
    at_start = [one.target for one in imports_of(module) if not one.function and not one.typing_only]
    assert PANDAS_BEHIND_A_FUNCTION.isdisjoint(at_start)
    if module.layer in (*LOWER, "cli") and module.name not in PANDAS_BEHIND_A_FUNCTION:
        assert "pandas" not in {target.partition(".")[0] for target in at_start}


def test_importing_the_quick_modules_does_not_import_pandas() -> None:
    quick = [
        module.name
        for module in MODULES.values()
        if module.layer in ("", *LOWER, "cli") and module.name not in PANDAS_BEHIND_A_FUNCTION
    ]
    program = (
        "import importlib, sys\n"
        f"for name in {quick!r}:\n"
        "    importlib.import_module(name)\n"
        "    if 'pandas' in sys.modules:\n"
        "        sys.exit(name)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")


@every_module
def test_excel_stays_in_the_workbook_package(module: Module) -> None:
    used = {one.target.partition(".")[0] for one in imports_of(module)}
    assert module.layer == "workbook" or used.isdisjoint(EXCEL_LIBRARIES)


def _rules(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if ast.unparse(called).rpartition(".")[2] == "rule":
                    yield node


def _literals(root: ast.AST) -> Iterator[str]:
    for node in ast.iter_child_nodes(root):
        # The bounds of an input column raise findings and never enter a result.
        if isinstance(node, ast.keyword) and node.arg in {"low", "high"}:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float | complex):
            if node.value not in (0, 1, 2):
                yield f"line {node.lineno}: {node.value}"
        else:
            yield from _literals(node)


@every_module
def test_numbers_live_in_data_files(module: Module) -> None:
    roots = [module.tree] if module.layer == "services" else _rules(module.tree)
    assert [literal for root in roots for literal in _literals(root)] == [], "coefficients/ is the place for numbers"


@every_module
def test_a_public_function_shares_no_name_with_a_module(module: Module) -> None:
    modules = {part for name in MODULES for part in name.split(".")} | set(LAYERS)
    functions = {node.name for node in module.tree.body if isinstance(node, ast.FunctionDef)}
    assert sorted(functions & modules) == []


@pytest.mark.parametrize(
    "path",
    sorted(path for path in SOURCE.rglob("*") if path.suffix in {".py", ".toml", ".typed"}),
    ids=lambda path: path.relative_to(SOURCE).as_posix(),
)
def test_a_source_file_speaks_of_the_project_only(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [word for word in FORBIDDEN_WORDS if word in text] == []
