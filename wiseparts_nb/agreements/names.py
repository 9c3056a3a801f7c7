"""What the ids in an agreement's terms are called in the data; an id that the data lack stays an id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wiseparts_nb.source.source import Source

__all__ = ["Names", "names_of"]


@dataclass(frozen=True)
class Names:
    """Names by id, of each dimension that terms may narrow, and the customers' cities."""

    brands: Mapping[str, str] = field(default_factory=dict[str, str])
    families: Mapping[str, str] = field(default_factory=dict[str, str])
    branches: Mapping[str, str] = field(default_factory=dict[str, str])
    customers: Mapping[str, str] = field(default_factory=dict[str, str])
    cities: Mapping[str, str] = field(default_factory=dict[str, str])

    def of(self, dimension: str, one: str) -> str:
        """Return the name of an id of ``"brands"``, ``"families"``, ``"branches"`` or ``"customers"``."""
        known: Mapping[str, str] = getattr(self, dimension)
        return known.get(one) or one


def names_of(source: Source) -> Names:
    """Return the names in the data, asked once per source."""
    return source.once("agreements.names", lambda: _read(source))


def _read(source: Source) -> Names:
    def read(query: str) -> dict[str, str]:
        return {row[0]: row[1] for row in source.table(query)[1]}

    return Names(
        brands=read("select brand_id, name from brands"),
        families=read("select brand_family_id, name from brand_families"),
        branches=read("select branch_id, name from branches"),
        customers=read("select customer_id, name from customers"),
        cities=read("select customer_id, city from customers where city is not null"),
    )
