"""Which agreements count the same sales: a customer in both, days in both, and filters that one line can pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.terms import Narrowing, Terms

__all__ = ["Overlap", "overlaps"]


@dataclass(frozen=True)
class Overlap:
    """Another agreement in which customers of this one have the same sales counted in the same days."""

    agreement_id: str
    description: str
    customers: tuple[str, ...]


def overlaps(terms: Terms, others: Sequence[Agreement]) -> Iterator[Overlap]:
    """Yield the agreements whose terms in force may count a line that these terms count, in their order."""
    for other in others:
        held = other.in_force
        customers = tuple(dict.fromkeys(one for one in terms.customers if one in held.customers))
        if customers and _meet_in_time(terms, held) and _may_count_alike(terms, held):
            yield Overlap(other.agreement_id, held.description, customers)


def _meet_in_time(one: Terms, other: Terms) -> bool:
    if not (one.starts_on and one.ends_on and other.starts_on and other.ends_on):
        return False
    return max(one.starts_on, other.starts_on) <= min(one.ends_on, other.ends_on)


def _may_count_alike(one: Terms, other: Terms) -> bool:
    pairs = (
        (one.brands, other.brands),
        (one.families, other.families),
        (one.branches, other.branches),
    )
    return all(_meet(*pair) for pair in pairs)


def _meet(one: Narrowing, other: Narrowing) -> bool:
    """Whether one value passes both; where neither names what it includes, a line without a value does."""
    if not one.include and not other.include:
        return True
    included = set(one.include or other.include)
    if one.include and other.include:
        included &= set(other.include)
    return bool(included - set(one.exclude) - set(other.exclude))
