"""Templates: an empty file of each import type, with one example row and, in Excel, a sheet that explains every column.

Names, types and rules come from the canonical tables, so a template can ask for nothing that the loader does not know.
``parameters/mappings/templates.toml`` loads filled-in templates.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO, StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wiseparts_nb.errors import ConfigurationError, InputError, UnknownNameError
from wiseparts_nb.source.schema import Column, Table, tables

__all__ = ["Field", "import_types", "template"]

# The field's own import types that are no single canonical table, as (table, its columns) in order.
_OWN = {
    "sales": (
        ("sales_lines", ("sold_on", "customer_id", "brand_id", "quantity", "gross", "net", "cost")),
        ("sales_lines", ("invoice_id", "product_id", "brand_family_id", "wholesaler_id")),
    ),
    "quotes": (
        ("quotes", ("quote_id", "customer_id", "issued_on", "status", "channel")),
        ("quote_lines", ("brand_id", "net")),
        ("quotes", ("valid_until_on", "subject", "next_step")),
    ),
}
# An invoice number is wanted but not needed: a sale without one is an invoice of its own.
_OPTIONAL = {("sales", "invoice_id")}
_WORDS = {
    "VARCHAR": "text",
    "INTEGER": "whole number",
    "DATE": "day, YYYY-MM-DD",
    "TIMESTAMP": "day and time in UTC, YYYY-MM-DDTHH:MM:SS",
    "DOUBLE": "number",
    "DECIMAL(18,2)": "amount, two decimals",
    "DECIMAL(18,3)": "quantity, up to three decimals",
}


@dataclass(frozen=True)
class Field:
    """A column of a template.

    Attributes
    ----------
    required
        True where a blank is rejected.
    allowed
        In words, what values there may be; empty: any of its type.
    example
        A value that obeys the rules; None: blank.
    """

    name: str
    type: str
    required: bool
    allowed: str
    example: Any


@cache
def import_types() -> Mapping[str, Mapping[str, Field]]:
    """Every import type with its columns: the field's own (``sales``, ``quotes``), and each canonical table."""
    types = {name: _fields(name, ((name, table.names),)) for name, table in tables().items()}
    types.update({name: _fields(name, columns) for name, columns in _OWN.items()})
    return MappingProxyType(types)


def template(name: str, path: Path) -> Path:
    """Write the template of an import type as CSV or, with a sheet of explanations, as XLSX; its folder is made.

    Raises
    ------
    UnknownNameError
        There is no such import type.
    InputError
        `path` ends in neither .csv nor .xlsx.
    ConfigurationError
        `path` exists or cannot be written.
    """
    if name not in import_types():
        raise UnknownNameError("import type", name, import_types())
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise InputError(f"A template is written as .csv or .xlsx, not as {path.name!r}.")
    if path.exists():
        raise ConfigurationError(
            f"{path} exists; a template never overwrites a file. Choose another name."
        )
    fields = tuple(import_types()[name].values())
    content = _csv(fields) if path.suffix.lower() == ".csv" else _xlsx(name, fields)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, content)
    except OSError as error:
        raise ConfigurationError(f"Cannot write {path}: {error.strerror}.") from error
    return path


def _fields(name: str, columns: Iterable[tuple[str, tuple[str, ...]]]) -> Mapping[str, Field]:
    found: dict[str, Field] = {}
    for owner, names in columns:
        table = tables()[owner]
        known = {column.name: column for column in table.columns}
        for column in names:
            optional = (name, column) in _OPTIONAL
            found[column] = _field(table, known[column], optional=optional)
    return MappingProxyType(found)


def _field(table: Table, column: Column, *, optional: bool) -> Field:
    own, shared = _examples().get(table.name, {}), _examples()["any"]
    example = own[column.name] if column.name in own else shared[column.name]
    return Field(
        name=column.name,
        type=_WORDS[column.type],
        required=column.required and not optional,
        allowed=_allowed(table, column.name),
        example=None if example == "" else example,
    )


def _allowed(table: Table, column: str) -> str:
    said = [f"an id of {ref.table}" for ref in table.references if ref.column == column]
    for check in table.checks:
        if column in check.columns:
            listed = re.fullmatch(rf"\({column} IN \((.*)\)\)", check.expression)
            said.append(listed[1].replace("'", "") if listed else check.expression.strip("()"))
    if table.primary_key == (column,):
        said.append("different in every row")
    return "; ".join(said)


@cache
def _examples() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(
        files("wiseparts_nb.source").joinpath("examples.toml").read_text(encoding="utf-8")
    )


def _write(path: Path, content: bytes) -> None:
    file = path.open("xb")
    try:
        with file:
            file.write(content)
    except OSError:
        path.unlink(missing_ok=True)  # half a template would stand in the way of a whole one
        raise


def _csv(fields: tuple[Field, ...]) -> bytes:
    text = StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(field.name for field in fields)
    rows.writerow(_as_text(field.example) for field in fields)
    return text.getvalue().encode()


def _as_text(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _xlsx(name: str, fields: tuple[Field, ...]) -> bytes:
    import xlsxwriter

    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        formats = {"text": text, _WORDS["DATE"]: day, _WORDS["TIMESTAMP"]: moment}
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, field in enumerate(fields):
            # The whole column is text where ids are, so that Excel keeps their leading zeros.
            sheet.set_column(at, at, 18, formats.get(field.type))
            sheet.write_string(0, at, field.name, bold)
            if isinstance(field.example, date):
                exactly = datetime.fromisoformat(field.example.isoformat())
                sheet.write_datetime(1, at, exactly, formats[field.type])
            elif field.example is not None:
                sheet.write(1, at, field.example)
        explained = book.add_worksheet("columns")
        explained.set_column(0, 4, 28, wrap)
        rows = [("column", "type", "required", "allowed values", "example")]
        rows += [
            (f.name, f.type, "yes" if f.required else "no", f.allowed, _as_text(f.example))
            for f in fields
        ]
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                explained.write_string(at, column, value, bold if at == 0 else wrap)
    return content.getvalue()
