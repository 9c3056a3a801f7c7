"""Rules for Python modules. Each is a function from what it reads to the sentences that say what to mend."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median

__all__ = [
    "Module",
    "modules_under",
    "unfitting_names",
    "unlisted_exports",
    "unwanted_bases",
    "unwanted_imports",
    "unwanted_lengths",
    "unwanted_skips",
]

MODULE_LINES, MODULE_MEDIAN = 400, 120
FUNCTION_LINES, FUNCTION_MOST, FUNCTION_MEDIAN = 50, 25, 8
MOST = 0.9

VAGUE_WORDS = {"common", "data", "helper", "helpers", "info", "manager", "misc", "util", "utils"}

FRAMEWORK_NAMES = {"handle_data"}
"""Vague, but what the standard library calls (html.parser)."""

# Frameworks that are extended by inheritance, and the standard library's classes that say what a class is
# (a Mapping, an Enum, a Protocol).
EXTENDED_PACKAGES = {
    *("collections", "enum", "html", "logging", "typing", "typing_extensions"),
    *("anywidget", "ipykernel", "ipywidgets", "jinja2", "jupyter_client", "jupyter_server"),
    *("nbclient", "nbconvert", "papermill", "pydantic", "pydantic_settings", "tornado"),
    *("traitlets", "voila"),
}

# Models may share fields and strictness: that is how pydantic is told once.
MODEL_PACKAGES = {"pydantic", "pydantic_settings"}

PICTURE_PACKAGES = {"IPython", "altair", "ipywidgets", "vl_convert"}
# Only these know of pictures, widgets and pages; numbers and words stand below them.
PICTURE_MODULES = {"cli", "dashboard", "jobs", "kernel", "notebook", "render"}

_SKIP = re.compile(r"pytest\.(skip|importorskip|mark\.skip|mark\.skipif)|unittest\.skip\w*")

_EXCEPTIONS = ("Error", "Exception", "Warning")

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file and its syntax tree; ``path`` is relative to ``root``."""

    root: Path
    path: Path

    @cached_property
    def text(self) -> str:
        """The source as it stands."""
        return (self.root / self.path).read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of the source."""
        return ast.parse(self.text, filename=str(self.path))

    @cached_property
    def functions(self) -> list[_Function]:
        """Every function and method, nested ones too."""
        return [node for node in ast.walk(self.tree) if isinstance(node, _Function)]

    @cached_property
    def imported(self) -> dict[str, str]:
        """The names that imports bind, each with the module it comes from."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {a.asname or a.name.split(".")[0]: a.name for a in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {
                    a.asname or a.name: "." * node.level + (node.module or "") for a in node.names
                }
        return found

    def at(self, node: ast.expr | ast.stmt) -> str:
        """``path:line`` of ``node``, as editors open it."""
        return f"{self.path}:{node.lineno}"


def modules_under(root: Path, folder: str) -> list[Module]:
    """Every module of ``folder``, by path."""
    return [Module(root, path.relative_to(root)) for path in sorted((root / folder).rglob("*.py"))]


def unlisted_exports(module: Module) -> Iterator[str]:
    """``__all__`` names every public name that the module defines, and nothing that is not there.

    A module that defines nothing public needs none. Its order is ruff's (RUF022).
    """
    defined = set(_defined_names(module.tree))
    # a constant may be listed; its neighbours in the package read it without that
    public = {name for name in defined if not name.startswith("_") and not name.isupper()}
    listed = _listed_names(module.tree)
    if listed is None:
        if public:
            yield f"{module.path}: has no __all__; it defines {', '.join(sorted(public))}"
        return
    if missing := public - listed:
        yield f"{module.path}: __all__ lacks {', '.join(sorted(missing))} (list it or name it _private)"
    # A package may hand on names lazily, through a module __getattr__ that the type checker reads.
    if "__getattr__" not in defined and (absent := listed - defined - set(module.imported)):
        yield f"{module.path}: __all__ lists {', '.join(sorted(absent))}, which is not there"


def _defined_names(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        match node:
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name) | ast.ClassDef(name):
                yield name
            case ast.Assign(value=ast.Call(func=ast.Name("TypeVar" | "ParamSpec"))):
                pass  # a word of annotations, nothing to import
            case ast.Assign(targets=targets):
                names = (n for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))
                yield from (n.id for n in names if isinstance(n.ctx, ast.Store))
            case ast.AnnAssign(target=ast.Name(name)):
                yield name
            case _:
                pass


def _listed_names(tree: ast.Module) -> set[str] | None:
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name("__all__")], value=ast.expr() as value)
                | ast.AnnAssign(target=ast.Name("__all__"), value=ast.expr() as value)
            ):
                return set(ast.literal_eval(value))
            case _:
                pass
    return None


def unwanted_lengths(modules: list[Module]) -> Iterator[str]:
    """The ruler: no module and no function too long, and most of them short.

    A function counts from its ``def`` to its last line. Docstrings are left out wherever a median is taken: the house
    asks for long ones.
    """
    for module in modules:
        if (count := module.text.count("\n")) > MODULE_LINES:
            yield f"{module.path}: {count} lines; at most {MODULE_LINES}"
    lines = [module.text.count("\n") - _docstring_lines(module.tree) for module in modules]
    if lines and (middle := median(lines)) > MODULE_MEDIAN:
        yield f"modules: the median is {middle:g} lines; at most {MODULE_MEDIAN}"
    lengths: list[int] = []
    for module in modules:
        for function in module.functions:
            lengths.append(length := _code_lines(function))
            if length > FUNCTION_LINES:
                yield f"{module.at(function)}: {function.name} has {length} lines; at most {FUNCTION_LINES}"
    if lengths and (middle := median(lengths)) > FUNCTION_MEDIAN:
        yield f"functions: the median is {middle:g} lines; at most {FUNCTION_MEDIAN}"
    short = sum(length <= FUNCTION_MOST for length in lengths)
    if short < MOST * len(lengths):
        yield f"functions: {short} of {len(lengths)} have at most {FUNCTION_MOST} lines; {MOST:.0%} should"


def _docstring_lines(tree: ast.Module) -> int:
    """Lines of the docstrings of a module, its classes, functions and constants."""
    alone = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    texts = (one for one in alone if isinstance(one, ast.Constant) and isinstance(one.value, str))
    return sum((one.end_lineno or one.lineno) - one.lineno + 1 for one in texts)


def _code_lines(function: _Function) -> int:
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and ast.get_docstring(function, clean=False) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def unwanted_bases(module: Module) -> Iterator[str]:
    """Classes inherit only to be an exception, what a framework extends by inheritance, or a model."""
    classes = [node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef)]
    models = {name for name, package in module.imported.items() if package in MODEL_PACKAGES}
    for node in classes:
        for base in _base_names(node):
            package = module.imported.get(base.partition(".")[0], "").partition(".")[0]
            if base in models or package in MODEL_PACKAGES:
                models.add(node.name)
            elif package not in EXTENDED_PACKAGES and not base.endswith(_EXCEPTIONS):
                yield f"{module.at(node)}: {node.name} inherits from {base}; a plain function or dataclass does"


def _base_names(node: ast.ClassDef) -> list[str]:
    return [ast.unparse(b.value if isinstance(b, ast.Subscript) else b) for b in node.bases]


def unfitting_names(module: Module) -> Iterator[str]:
    """Names say the thing: no utils, helpers, manager, data, info, and no ``get_``."""
    for part in (*module.path.parts[:-1], module.path.stem):
        if VAGUE_WORDS & set(part.lower().split("_")):
            yield f"{module.path}: {part} says nothing; name what it holds"
    for node in ast.walk(module.tree):
        if isinstance(node, _Function) and re.match(r"_*get_", node.name):
            yield f"{module.at(node)}: {node.name}: values are nouns; drop get_"
        if isinstance(node, _Function | ast.ClassDef):
            words = re.findall(r"[A-Z]?[a-z]+", node.name)
            if words and words[-1].lower() in VAGUE_WORDS and node.name not in FRAMEWORK_NAMES:
                yield f"{module.at(node)}: {node.name} is vague; name what it is or does"


def unwanted_imports(module: Module) -> Iterator[str]:
    """Numbers know nothing of pictures: altair, ipywidgets and IPython stay in and above ``render``."""
    place = module.path.parts[1].removesuffix(".py")
    if place in PICTURE_MODULES:
        return
    for source in module.imported.values():
        if (package := source.split(".")[0]) in PICTURE_PACKAGES:
            yield f"{module.path}: imports {package}; only {', '.join(sorted(PICTURE_MODULES))} may"


def unwanted_skips(module: Module) -> Iterator[str]:
    """A test skips through ``tests.parts.require`` only, which fails in CI."""
    attributes = [node for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)]
    told_of = {id(node.value) for node in attributes if node.attr == "Exception"}
    for node in attributes:
        spelled = ast.unparse(node)
        if id(node) not in told_of and _SKIP.fullmatch(spelled):
            yield f"{module.at(node)}: {spelled}; let tests.parts.require(part) decide"
