"""The lens: who is asked about is never in a KPI's text.

Each canonical table that a query names is shadowed by a common table expression of the same name which holds only the rows in
scope. So one text answers one customer or all customers, on DuckDB and PostgreSQL alike, and no KPI can forget the scope.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from wiseparts_nb.scope import Scope
from wiseparts_nb.source.schema import Table, tables

__all__ = ["through_lens"]

SALES_TABLES = frozenset({"order_lines", "orders", "quote_lines", "quotes", "sales_lines"})
"""Tables that "show all sales" combines across wholesalers."""


def through_lens(
    sql: str, scope: Scope, schema: str, *, hidden: Collection[str] = ()
) -> tuple[str, dict[str, Any]]:
    """Return the query with every canonical table narrowed to ``scope``, and the values that the narrowing binds.

    ``schema`` qualifies the real tables (``main`` in a snapshot); those in ``hidden`` seem empty.
    """
    named = set(re.findall(r"\b[a-z_]+\b", sql.lower()))
    used = [table for name, table in tables().items() if name in named]
    narrowed = {
        table.name: f"select * from {schema}.{table.name} where false"
        if table.name in hidden
        else _narrowed(table, scope, schema)
        for table in used
    }
    shadows = ",\n".join(f"{name} as not materialized ({rows})" for name, rows in narrowed.items())
    if not shadows:
        return sql, {}
    own = re.match(r"\s*with\s+", sql, re.IGNORECASE)
    text = f"with {shadows},\n{sql[own.end() :]}" if own else f"with {shadows}\n{sql}"
    bound = {"lens_customer": scope.customer_id, "lens_wholesaler": scope.wholesaler_id}
    return text, {name: value for name, value in bound.items() if f"${name}" in text}


def _narrowed(table: Table, scope: Scope, schema: str) -> str:
    names = [column.name for column in table.columns]
    if "customer_id" not in names:
        return f"select * from {schema}.{table.name}"
    if scope.all_sales and table.name in SALES_TABLES:
        return _combined(table.name, names, scope, schema)
    conditions = _conditions(names, table.name, scope, schema)
    return f"select * from {schema}.{table.name}" + (
        f" where {' and '.join(conditions)}" if conditions else ""
    )


def _conditions(names: list[str], table: str, scope: Scope, schema: str) -> list[str]:
    conditions: list[str] = []
    if scope.customer_id is not None:
        conditions.append(
            "(customer_id = $lens_customer or customer_id is null)"
            if table == "promotions"
            else "customer_id = $lens_customer"
        )
    if scope.wholesaler_id is not None and table in SALES_TABLES:
        conditions.append(
            "wholesaler_id = $lens_wholesaler"
            if "wholesaler_id" in names
            else _through_head(table, schema)
        )
    return conditions


def _through_head(lines: str, schema: str) -> str:
    """Narrow lines to those whose quote or order went through the wholesaler, for lines do not name it."""
    head, key = _HEADS[lines]
    return f"{key} in (select {key} from {schema}.{head} where wholesaler_id = $lens_wholesaler)"


_HEADS = {"order_lines": ("orders", "order_id"), "quote_lines": ("quotes", "quote_id")}


def _combined(table: str, names: list[str], scope: Scope, schema: str) -> str:
    """Give every customer the rows of all customers with the same tax number, under its own id."""
    columns = ", ".join(
        "same.customer_id" if name == "customer_id" else f"line.{name}" for name in names
    )
    asked = " where one.customer_id = $lens_customer" if scope.customer_id is not None else ""
    return (
        f"select {columns} from {schema}.{table} as line join ("
        f"select one.customer_id, other.customer_id as sold_to from {schema}.customers as one "
        f"join {schema}.customers as other on {_end_customer('other')} = {_end_customer('one')}{asked}"
        f") as same on line.customer_id = same.sold_to"
    )


def _end_customer(alias: str) -> str:
    """Tell who buys in the end; without a tax number, which may look like another's id, nobody else is the same."""
    return f"coalesce('tax ' || {alias}.tax_number, 'id ' || {alias}.customer_id)"
