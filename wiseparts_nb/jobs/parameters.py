"""What a report notebook can be told: the typed lines of its ``parameters`` cell, read without running them.

papermill checks neither the names nor the types of parameters, and a name is pasted into the notebook as code. So a batch is
compared with this cell before anything runs.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from wiseparts_nb.errors import ConfigurationError, InputError, UnknownNameError
from wiseparts_nb.jobs.batch import Subject

__all__ = ["FILLED_IN", "Parameter", "check_parameters", "parameters_of"]

FILLED_IN: Mapping[str, str] = {
    "customer_id": "customers",
    "agreement_id": "agreements",
    "as_of": "--as-of",
    "language": "language or --lang",
}
"""Parameters that the run fills in for each report, and where a person states them instead."""

_TYPES: Mapping[str, Any] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "list": list,
    "dict": dict,
    "None": None,
}


@dataclass(frozen=True)
class Parameter:
    """One line of a ``parameters`` cell. ``annotation`` as written, empty where the notebook states no type."""

    name: str
    annotation: str
    help: str


def parameters_of(notebook: Path) -> Mapping[str, Parameter]:
    """Return the parameters of a notebook by name, in order.

    Raises
    ------
    ConfigurationError
        The file is not a notebook, has no cell tagged ``parameters``, or that cell is not plain assignments.
    """
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        sources = [
            "".join(cell["source"])
            for cell in cells
            if "parameters" in cell.get("metadata", {}).get("tags", ())
        ]
    except (OSError, ValueError, KeyError, TypeError):
        raise ConfigurationError(
            f"{notebook} is not a Jupyter notebook (.ipynb of version 4)."
        ) from None
    if not sources:
        raise ConfigurationError(
            f"{notebook} has no cell tagged 'parameters', so a batch cannot tell it whom to report on. Tag the cell that sets customer_id or agreement_id."
        )
    try:
        statements = ast.parse(sources[0]).body
    except SyntaxError as error:
        raise ConfigurationError(
            f"The parameters cell of {notebook} is not Python: {error.msg}."
        ) from None
    lines = sources[0].splitlines()
    found = [_parameter(statement, lines) for statement in statements]
    return {one.name: one for one in found if one is not None}


def _parameter(statement: ast.stmt, lines: list[str]) -> Parameter | None:
    match statement:
        case ast.AnnAssign(target=ast.Name(name), annotation=annotation):
            written = ast.unparse(annotation)
        case ast.Assign(targets=[ast.Name(name)]):
            written = ""
        case _:
            return None
    rest = lines[(statement.end_lineno or 1) - 1][statement.end_col_offset or 0 :]
    comment = re.search(r"#\s*(.*)", rest)
    return Parameter(name, written, comment[1] if comment else "")


def check_parameters(
    given: Mapping[str, Any],
    known: Mapping[str, Parameter],
    *,
    batch: str,
    subject: Subject = "customer",
) -> None:
    """Refuse a parameter that the notebook does not have, that is not of its type, or that the run fills in.

    Raises
    ------
    UnknownNameError
        The notebook has no such parameter; the message names the nearest.
    InputError
        A value is of another type, or the parameter is not the batch's to state.
    ConfigurationError
        The notebook takes no such subject: no customer, or no agreement.
    """
    if f"{subject}_id" not in known:
        raise ConfigurationError(
            f"The notebook of {batch} has no parameter '{subject}_id'. Its parameters are: {', '.join(known) or 'none'}."
        )
    free = [name for name in known if name not in FILLED_IN]
    for name, value in given.items():
        if name in FILLED_IN:
            raise InputError(
                f"{batch} states the parameter {name!r}, which the run fills in; use {FILLED_IN[name]} instead."
            )
        if name not in known:
            raise UnknownNameError(f"parameter in {batch}", name, free)
        _check_type(known[name], value, batch)


def _check_type(parameter: Parameter, value: Any, batch: str) -> None:
    if not parameter.annotation:
        return
    wanted = _type_of(ast.parse(parameter.annotation, mode="eval").body)
    try:
        TypeAdapter(wanted, config=ConfigDict(strict=True)).validate_python(value)
    except ValidationError:
        quotes = " Write it in quotes." if parameter.annotation.startswith("str") else ""
        raise InputError(
            f"{batch} gives {value!r} for {parameter.name!r}; expected {parameter.annotation}"
            f"{f' ({parameter.help})' if parameter.help else ''}.{quotes}"
        ) from None


def _type_of(annotation: ast.expr) -> Any:
    """Return the type that an annotation names; one that is not of JSON's kinds allows anything."""
    match annotation:
        case ast.Name(name) if name in _TYPES:
            return _TYPES[name]
        case ast.Constant(value=None):
            return None
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return reduce(or_, (_type_of(left), _type_of(right)))
        case ast.Subscript(value=ast.Name("list"), slice=inner):
            return list[_type_of(inner)]
        case ast.Subscript(value=ast.Name("dict"), slice=ast.Tuple(elts=[ast.Name("str"), inner])):
            return dict[str, _type_of(inner)]
        case _:
            return Any
