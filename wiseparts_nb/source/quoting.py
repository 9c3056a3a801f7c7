"""Names and values as SQL text, where a statement cannot bind them."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["identifier", "literal", "text_columns"]


def identifier(name: str) -> str:
    """A column or table name, quoted."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object) -> str:
    """A value as a text literal."""
    return "'" + str(value).replace("'", "''") + "'"


def text_columns(names: Iterable[str]) -> str:
    """The ``columns`` argument of ``read_csv`` that reads every column as text."""
    return "{" + ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names) + "}"
