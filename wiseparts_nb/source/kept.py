"""Kept answers: what every KPI's query finds for all customers on a snapshot's own day, stored in the snapshot.

A snapshot never changes, so the answer to the same question with the same dates never does either. A question is known by
its text and the values bound in it; any other day, wholesaler or calendar is another question, and is computed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import duckdb

__all__ = ["Kept", "keep", "kept_in"]

_PREFIX = "kept_"


@dataclass(frozen=True)
class Kept:
    """The answers that a snapshot keeps, by the name of their question."""

    names: frozenset[str] = frozenset()

    def find(self, sql: str, bound: Mapping[str, Any]) -> str | None:
        """Return the table that answers a question, None where it has to be computed."""
        name = _name(sql, bound)
        return name if name in self.names else None


def kept_in(connection: duckdb.DuckDBPyConnection) -> Kept:
    """Return what a snapshot keeps."""
    found = connection.execute(
        "select table_name from duckdb_tables() where starts_with(table_name, ?)", [_PREFIX]
    )
    return Kept(frozenset(row[0] for row in found.fetchall()))


def keep(
    connection: duckdb.DuckDBPyConnection, questions: Iterable[tuple[str, str, Mapping[str, Any]]]
) -> None:
    """Answer questions for all customers and store the answers by customer.

    A question is the KPI's own text, the text that the engine runs, and all values that it may bind.
    """
    for sql, text, bound in questions:
        name = _name(sql, bound)
        ordered = (
            f"create table if not exists {name} as select * from ({text}\n) order by customer_id"
        )
        connection.execute(ordered, _mentioned(text, bound))


def _name(sql: str, bound: Mapping[str, Any]) -> str:
    asked = repr((sql, sorted(_mentioned(sql, bound).items())))
    return _PREFIX + sha256(asked.encode()).hexdigest()[:16]


def _mentioned(sql: str, bound: Mapping[str, Any]) -> dict[str, Any]:
    return {name: bound[name] for name in set(re.findall(r"\$([a-z_0-9]+)", sql))}
