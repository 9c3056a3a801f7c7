"""The customer picker: customers whose name or id holds what was typed, accents and case aside."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from wiseparts_nb.dashboard.kind import Kind
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.source.source import Source

__all__ = ["Match", "folded", "found"]

MOST = 12
_CUSTOMERS = "select customer_id, name, city, kind from customers"


@dataclass(frozen=True)
class Match:
    """A customer that was found, with the address that shows it."""

    customer_id: str
    name: str
    city: str | None
    kind: str
    href: str


def found(visit: Visit, kind: Kind, text: str) -> tuple[list[Match], int]:
    """Return the best matches and how many more there are: ids first, then names that begin so, then names that hold it."""
    asked = folded(text)
    ranked = sorted(
        (rank, name_folded, row)
        for name_folded, id_folded, row in _folded_customers(visit.source)
        if (rank := _rank(asked, name_folded, id_folded)) is not None
    )
    best = [row for _, _, row in ranked[:MOST]]
    matches = [Match(*row, href=kind.pick(visit, row[0]).href) for row in best]
    return matches, len(ranked) - len(best)


def folded(text: str) -> str:
    """Return a text without accents, case and outer blanks: how a hurried reader types it."""
    apart = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _rank(asked: str, name: str, customer_id: str) -> int | None:
    if asked in (customer_id, name):
        return 0
    if name.startswith(asked) or customer_id.startswith(asked):
        return 1
    if f" {asked}" in name:
        return 2
    return 3 if asked in name or asked in customer_id else None


def _folded_customers(source: Source) -> list[tuple[str, str, tuple[str, str, str | None, str]]]:
    def fold() -> list[tuple[str, str, tuple[str, str, str | None, str]]]:
        rows = source.table(_CUSTOMERS)[1]
        return [
            (folded(name), folded(customer_id), (customer_id, name, city, kind))
            for customer_id, name, city, kind in rows
        ]

    return source.once("picker", fold)
