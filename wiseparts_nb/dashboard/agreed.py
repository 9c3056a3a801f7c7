"""Agreements as pages list them: under which heading each stands, which are sought, and where links about them lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.names import names_of
from wiseparts_nb.agreements.performance import Performance, performance, performances
from wiseparts_nb.agreements.problems import problems
from wiseparts_nb.agreements.rights import may_see
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.picker import folded
from wiseparts_nb.dashboard.visit import Visit

__all__ = [
    "STANDINGS",
    "Sought",
    "Standing",
    "link",
    "measured",
    "one_measured",
    "sought",
    "standing",
    "whole",
]

Standing = Literal["active", "upcoming", "expired", "draft"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
"""Headings of the list. An agreement whose period is over is expired, though late lines may still come for some days."""


@dataclass(frozen=True)
class Sought:
    """What the list is narrowed to; empty fields leave everything in."""

    words: str = ""
    metric: str = ""
    brand: str = ""


def standing(agreement: Agreement, visit: Visit) -> Standing:
    """Return under which heading an agreement stands on the day of the data."""
    if agreement.approved is None:
        return "draft"
    status = agreement.in_force.status(visit.source.as_of)
    return status if status in ("active", "upcoming") else "expired"


def sought(visit: Visit, agreements: Iterable[Agreement], asked: Sought) -> Iterator[Agreement]:
    """Yield the agreements that are sought: whose id, description or a customer of which holds the words, accents and case aside."""
    words = folded(asked.words)
    named = _named(visit) if words else {}
    for one in agreements:
        terms = one.in_force
        if asked.metric and terms.metric != asked.metric:
            continue
        if asked.brand and asked.brand not in terms.brands.include:
            continue
        if not words or any(words in text for text in _texts(one, named)):
            yield one


def _texts(agreement: Agreement, named: Mapping[str, str]) -> Iterator[str]:
    terms = agreement.in_force
    yield folded(agreement.agreement_id)
    yield folded(terms.description)
    for customer_id in terms.customers:
        yield folded(customer_id)
        yield named.get(customer_id, "")


def _named(visit: Visit) -> Mapping[str, str]:
    """The customers' names, as words are sought in them."""

    def fold() -> dict[str, str]:
        named = names_of(visit.source).customers
        return {customer_id: folded(name) for customer_id, name in named.items()}

    return visit.source.once("folded names", fold)


def whole(terms: Terms) -> bool:
    """Whether terms say enough to be measured: those of a draft may not."""
    return not problems(terms)


def measured(visit: Visit, agreements: Iterable[Agreement]) -> Mapping[str, Performance]:
    """Return how agreements stand, by id, all in one pass; those that are incomplete or that the reader may not see are left out."""
    told = {
        one.agreement_id: one.in_force
        for one in agreements
        if whole(one.in_force) and may_see(visit.reader, one.in_force)
    }
    found = performances(visit.everyone, tuple(told.values()))
    return dict(zip(told, found, strict=True))


def one_measured(visit: Visit, agreement: Agreement) -> Performance | None:
    """Return how one agreement stands, with its path; None where it is incomplete, or its amounts are not for this reader."""
    terms = agreement.in_force
    if not whole(terms) or not may_see(visit.reader, terms):
        return None
    return performance(visit.everyone, terms)


def link(visit: Visit, key: str) -> Address | None:
    """Lead a customer and an agreement to their pages, anything else into the drawer."""
    kind, _, name = key.partition(":")
    if kind in ("customer", "agreement"):
        return visit.address.to(kind, **{kind: name})
    return visit.address.put(open=key)
