"""Rules for notebooks: thin, stripped, and typed where a batch fills in values."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["mistakes"]

TAGS = {"parameters", "remove-cell", "remove-input"}

_UNWANTED: dict[type[ast.AST], str] = {
    ast.FunctionDef: "def",
    ast.AsyncFunctionDef: "def",
    ast.Lambda: "lambda",
    ast.ClassDef: "class",
    ast.For: "for",
    ast.AsyncFor: "for",
    ast.While: "while",
    ast.comprehension: "for",
}
_SQL = re.compile(
    r"\bselect\b.+\bfrom\b|\b(insert\s+into|delete\s+from)\b", re.IGNORECASE | re.DOTALL
)
_PANDAS = {
    *("agg", "aggregate", "apply", "assign", "groupby", "iloc", "loc", "melt", "merge"),
    *("pivot", "pivot_table", "query", "resample", "rolling", "set_index", "sort_values"),
}


def mistakes(root: Path, path: Path) -> Iterator[str]:
    """What to mend in the notebook at ``path`` under ``root``; one in ``reports`` also needs parameters."""
    cells: list[dict[str, Any]] = json.loads((root / path).read_text(encoding="utf-8"))["cells"]
    yield from _outside_code(cells)
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    for number, cell in enumerate(code, start=1):
        source = "".join(cell["source"])
        try:
            tree = ast.parse(source)
        except SyntaxError as error:
            yield f"code cell {number}: is not plain Python ({error.msg})"
            continue
        thick = _loops(tree) if "explore" in path.parts else _thick_code(tree)
        yield from (f"code cell {number}: {mistake}" for mistake in thick)
    if "reports" in path.parts:
        yield from _parameter_mistakes(code)


def _outside_code(cells: list[dict[str, Any]]) -> Iterator[str]:
    first = "".join(cells[0]["source"]) if cells and cells[0]["cell_type"] == "markdown" else ""
    if not re.match(r"# \S.*\n\s*\n\s*\S", first):
        yield "the first cell is not a markdown title and a paragraph"
    for cell in cells:
        if cell.get("outputs") or cell.get("execution_count") is not None:
            yield "stored outputs or execution counts; type make fmt"
            break
    tags = {tag for cell in cells for tag in cell["metadata"].get("tags", [])}
    if unknown := tags - TAGS:
        yield f"unknown tags {', '.join(sorted(unknown))}; the tools know {', '.join(sorted(TAGS))}"


def _loops(tree: ast.Module) -> Iterator[str]:
    """What no notebook has; one for exploring may ask its own SQL and draw its own charts, that is what it is for."""
    for node in ast.walk(tree):
        if type(node) in _UNWANTED:
            yield f"{_UNWANTED[type(node)]} belongs into the package"


def _thick_code(tree: ast.Module) -> Iterator[str]:
    yield from _loops(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if _SQL.search(text):
                yield "SQL belongs into the package"
            case ast.Attribute(attr=name) if name in _PANDAS:
                yield f".{name} belongs into the package"
            case ast.Import(names=names):
                yield from (f"imports {name.name}" for name in names if not _is_ours(name.name))
            case ast.ImportFrom(module=module) if not _is_ours(module or ""):
                yield f"imports from {module}; only from wiseparts_nb"
            case _:
                pass


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] == "wiseparts_nb"


def _parameter_mistakes(code: list[dict[str, Any]]) -> Iterator[str]:
    tagged = [cell for cell in code if "parameters" in cell["metadata"].get("tags", [])]
    if len(tagged) != 1:
        yield f"{len(tagged)} cells are tagged parameters; exactly one should be"
        return
    source = "".join(tagged[0]["source"])
    lines = source.splitlines()
    for statement in ast.parse(source).body:
        last = lines[(statement.end_lineno or statement.lineno) - 1][
            statement.end_col_offset or 0 :
        ]
        is_typed = isinstance(statement, ast.AnnAssign) and statement.value is not None
        if not is_typed or not re.match(r"\s*# \S", last):
            yield f"parameter `{ast.unparse(statement)}`: write `name: type = default  # what it is`"
