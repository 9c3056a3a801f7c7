"""All settings of a draft in words, by step: what is checked before it is saved, and what a locked agreement says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wiseparts_nb.agreements.names import names_of
from wiseparts_nb.agreements.terms import Narrowing, Terms
from wiseparts_nb.agreements.wording import amount, metric_words, period_words, rate, tier_label
from wiseparts_nb.dashboard.pages.agreement_edit.editing import Editing, step_address
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.text import Listing, Number, Text, Value, Words

__all__ = ["Group", "settings_of"]

NAMED = 6
"""Names that a setting lists; of more it gives the number too."""


@dataclass(frozen=True)
class Group:
    """The settings of one step, and the address that changes them."""

    words: Words
    href: str
    rows: tuple[tuple[Words, Value], ...]


def settings_of(visit: Visit, draft: Editing) -> tuple[Group, ...]:
    """Return the settings of the four steps that hold any."""
    terms = draft.terms
    made = (
        ("set_up", _set_up(visit, terms)),
        ("tiers", _tiers(terms)),
        ("options", _options(visit, terms)),
        ("notifications", _notifications(terms)),
    )
    return tuple(
        Group(
            Text(f"agreement_edit.step.{name}"),
            step_address(visit, draft.agreement, at).href,
            tuple((Text(f"agreement_edit.field.{field}"), value) for field, value in rows),
        )
        for at, (name, rows) in enumerate(made, 1)
    )


def _set_up(visit: Visit, terms: Terms) -> Iterator[tuple[str, Value]]:
    yield "description", terms.description or _none()
    yield "metric", metric_words(terms.metric)
    yield "period", period_words(terms)
    yield "customers", _names(visit, "customers", terms.customers)
    if terms.observations:
        yield "observations", terms.observations


def _tiers(terms: Terms) -> Iterator[tuple[str, Value]]:
    shown = tuple(
        Text(
            "agreement_edit.tier_earns",
            {
                "tier": tier_label(at),
                "threshold": amount(one.threshold, terms.metric, form="exact"),
                "rate": rate(one.bonus_rate),
            },
        )
        for at, one in enumerate(terms.tiers, 1)
    )
    yield "tiers", Listing(shown) if shown else _none()
    yield "tier_basis", Text(f"agreement_edit.basis.{terms.tier_basis}")
    yield "reference_tier", tier_label(terms.reference_tier) if terms.reference_tier else _none()


def _options(visit: Visit, terms: Terms) -> Iterator[tuple[str, Value]]:
    for name in ("brands", "families", "branches"):
        narrowing: Narrowing = getattr(terms, name)
        parts: list[Value] = []
        if narrowing.include:
            named = {"names": _names(visit, name, narrowing.include)}
            parts.append(Text("agreement_edit.only", named))
        if narrowing.exclude:
            named = {"names": _names(visit, name, narrowing.exclude)}
            parts.append(Text("agreement_edit.without", named))
        yield name, Listing(tuple(parts)) if parts else Text("agreement_edit.every")
    yield "scope", Text(f"agreement_edit.scope.{terms.scope}")
    yield "grace_days", Text("agreement_edit.days", {"n": Number(terms.grace_days)})


def _notifications(terms: Terms) -> Iterator[tuple[str, Value]]:
    recipients = terms.notices.recipients
    yield "recipients", Listing(recipients) if recipients else Text("agreement_edit.nobody")
    if recipients:
        yield "interval", Text(f"agreement_edit.interval.{terms.notices.interval}")


def _names(visit: Visit, name: str, ids: tuple[str, ...]) -> Value:
    if not ids:
        return _none()
    names = names_of(visit.source)
    shown = Listing(tuple(names.of(name, one) for one in ids[:NAMED]))
    more = len(ids) - NAMED
    if more <= 0:
        return shown
    return Text("agreement_edit.and_more", {"names": shown, "n": Number(more)})


def _none() -> Text:
    return Text("agreement_edit.none")
