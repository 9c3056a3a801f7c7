"""A live PostgreSQL as source: its tables, created from the same DDL, and what it says about itself."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import sqlglot

__all__ = ["postgres_ddl"]


def postgres_ddl(schema: str = "wiseparts", *, constrained: bool = True) -> str:
    """Return the statements that create the canonical tables in ``schema``.

    ``constrained`` False leaves keys, references and checks out, for loads that were checked before.
    """
    text = (files("wiseparts_nb.source") / "schema.sql").read_text(encoding="utf-8")
    statements = [f"create schema if not exists {schema}", f"set search_path to {schema}"]
    for statement in sqlglot.parse(text, read="duckdb"):
        if statement is not None:
            statements.append((statement if constrained else _bare(statement)).sql("postgres"))
    return ";\n".join(statements)


def _bare(statement: Any) -> Any:
    table = statement.this
    columns = [one for one in table.expressions if isinstance(one, sqlglot.exp.ColumnDef)]
    for column in columns:
        column.set("constraints", [])
    table.set("expressions", columns)
    return statement
