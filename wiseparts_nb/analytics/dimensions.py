"""What sales can be cut by: the column of each dimension, and the names behind its ids."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.source.source import Source

__all__ = ["DIMENSIONS", "Dimension", "DimensionColumn", "names", "resolved"]

Dimension = Literal["month", "brand", "family", "product", "branch", "wholesaler", "customer"]


@dataclass(frozen=True)
class DimensionColumn:
    """A dimension's column in the sales, and the table that names its values (None: the column says all)."""

    column: str
    table: str | None = None


DIMENSIONS: Mapping[Dimension, DimensionColumn] = {
    "month": DimensionColumn("sold_on"),
    "brand": DimensionColumn("brand_id", "brands"),
    "family": DimensionColumn("brand_family_id", "brand_families"),
    "product": DimensionColumn("product_id", "products"),
    "branch": DimensionColumn("branch_id", "branches"),
    "wholesaler": DimensionColumn("wholesaler_id", "wholesalers"),
    "customer": DimensionColumn("customer_id", "customers"),
}
"""Closed: the only columns that a cut's SQL may name."""


def names(source: Source, dimension: Dimension, ids: Collection[str]) -> dict[str, str]:
    """Return the names of ids; one that the source does not know is left out."""
    column, table = DIMENSIONS[dimension].column, DIMENSIONS[dimension].table
    if not ids or table is None:
        return {}
    if len(ids) > _NAMED:
        every = source.table(f"select one.{column} as id, one.name from {table} as one")[1]
        return {one: name for one, name in every if one in ids}
    wanted = {f"id_{at}": one for at, one in enumerate(sorted(ids))}
    some = f"where one.{column} in ({', '.join(f'${name}' for name in wanted)})"
    found = source.table(
        f"select one.{column} as id, one.name from {table} as one {some}", **wanted
    )
    return dict(found[1])


def resolved(source: Source, dimension: Dimension, values: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of a filter's values: an id itself, else every id of that name; the empty value is the group without one.

    Raises
    ------
    UnknownNameError
        No such id or name is within the reader's scope; the message names the nearest.
    InputError
        The value is empty where every sale has one.
    """
    ids = {one for value in dict.fromkeys(values) for one in _ids(source, dimension, value)}
    return tuple(sorted(ids))


def _ids(source: Source, dimension: Dimension, value: str) -> list[str]:
    column, table = DIMENSIONS[dimension].column, DIMENSIONS[dimension].table
    if not value and dimension == "customer":
        raise InputError("The customer is empty. Give a customer's id or name, or leave it out.")
    if not value:
        return [""]
    sql = f"select one.{column} as id, one.name from {table} as one"
    found = source.table(f"{sql} where one.{column} = $value or one.name = $value", value=value)[1]
    if found:
        return [one for one, _ in found if one == value] or [one for one, _ in found]
    # a live database may sell what it has no name for; a row that shows the bare id must lead on
    sold = f"select 1 as sold from sales_lines as line where line.{column} = $value limit 1"
    if source.table(sold, value=value)[1]:
        return [value]
    known = {word for row in source.table(sql)[1] for word in row}
    raise UnknownNameError(dimension, value, _near(value, known))


def _near(value: str, known: set[str]) -> set[str]:
    """Return the words worth comparing letter by letter: all, unless they are so many that a reader would wait."""
    if len(known) <= _COMPARED:
        return known
    return {one for one in known if one[:1].casefold() == value[:1].casefold()} or known


_COMPARED = 5000
_NAMED = 500
"""Ids asked for one by one; more are picked from the whole table, for a statement binds only so many values."""
