"""What was agreed, printed whole: tiers and how they pay, whose sales count, which version it is and who approved it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wiseparts_nb.agreements.names import Names
from wiseparts_nb.agreements.terms import Narrowing, Terms
from wiseparts_nb.agreements.wording import amount, metric_words, period_words, rate, tier_label
from wiseparts_nb.card import Card, Column, Named, Note, Row, Table
from wiseparts_nb.text import Listing, Moment, Number, Text, Value

__all__ = ["terms_card"]


def terms_card(
    terms: Terms,
    names: Names,
    *,
    version: int = 0,
    approved_by: str = "",
    approved_at: datetime | None = None,
) -> Card:
    """Return the terms; ``version`` 0 is a draft's. ``approved_by`` is a name, ``approved_at`` in UTC."""
    facts = Table(
        (Column(Text("agreement_cards.term")), Column(Text("agreement_cards.agreed"))),
        tuple(Row((label, value)) for label, value in _facts(terms, names)),
    )
    named: dict[str, Value] = {
        "n": Number(len(terms.customers)),
        "names": Listing(tuple(names.of("customers", one) for one in terms.customers)),
    }
    notes = [Note(Text("agreement_cards.customers_named", named))]
    if terms.observations.strip():
        notes.append(Note(terms.observations))
    return Card(
        "terms",
        Text("agreement_cards.terms"),
        (_tiers(terms), facts, *notes),
        meta=_version(version, approved_by, approved_at),
        footer=Text("agreement_cards.no_price"),
    )


def _version(version: int, approved_by: str, approved_at: datetime | None) -> Text:
    if not version:
        return Text("agreement_cards.draft")
    if approved_at is None:
        return Text("agreement_cards.version", {"version": Number(version)})
    named: dict[str, Value] = {"version": Number(version), "at": Moment(approved_at)}
    if not approved_by:
        return Text("agreement_cards.version_at", named)
    return Text("agreement_cards.version_by", named | {"who": approved_by})


def _tiers(terms: Terms) -> Table:
    columns = (
        Column(Text("agreement_cards.tier_head")),
        Column(Text("agreement_cards.from"), "right"),
        Column(Text("agreement_cards.bonus_head"), "right"),
    )
    return Table(columns, tuple(_tier(terms, at) for at in range(1, len(terms.tiers) + 1)))


def _tier(terms: Terms, level: int) -> Row:
    tier = terms.tiers[level - 1]
    path = Text("agreement_cards.reference") if level == terms.reference_tier else None
    threshold = amount(tier.threshold, terms.metric, form="exact")
    return Row((Named(tier_label(level), path), threshold, rate(tier.bonus_rate)))


def _facts(terms: Terms, names: Names) -> Iterator[tuple[Text, Value]]:
    def named(name: str) -> Text:
        return Text(f"agreement_cards.fact.{name}")

    yield named("metric"), metric_words(terms.metric)
    yield named("period"), period_words(terms)
    yield named("basis"), Text(f"agreement_cards.basis.{terms.tier_basis}")
    yield named("scope"), Text(f"agreement_cards.scope.{terms.scope}")
    for dimension in ("brands", "families", "branches"):
        yield named(dimension), _narrowed(getattr(terms, dimension), dimension, names)
    yield named("grace"), Text("agreement_cards.grace_days", {"n": Number(terms.grace_days)})


def _narrowed(narrowing: Narrowing, dimension: str, names: Names) -> Value:
    """All, or the names of those that count, and of those that do not."""

    def listed(ids: tuple[str, ...]) -> Listing:
        return Listing(tuple(names.of(dimension, one) for one in ids))

    if not narrowing.include and not narrowing.exclude:
        return Text("agreement_cards.all")
    without = {"without": listed(narrowing.exclude)}
    if not narrowing.include:
        return Text("agreement_cards.all_without", without)
    if not narrowing.exclude:
        return listed(narrowing.include)
    return Text("agreement_cards.some_without", {"names": listed(narrowing.include)} | without)
