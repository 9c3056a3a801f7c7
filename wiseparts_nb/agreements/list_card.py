"""Agreements as a table: progress, tier, chance and thumb of each; for all customers, or the part of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.cells import judged, progress, thumb
from wiseparts_nb.agreements.names import Names
from wiseparts_nb.agreements.performance import Performance, Standing
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.wording import (
    amount,
    chance_figure,
    chance_word,
    metric_words,
    narrowed_words,
    period_words,
    tier_label,
)
from wiseparts_nb.card import Card, Cell, Column, Named, Row, Table
from wiseparts_nb.text import Number, Text, Value

__all__ = ["Entry", "OwnPart", "customer_card", "list_card"]


@dataclass(frozen=True)
class Entry:
    """An agreement of the list and how it stands; None where its terms do not say enough, or its amounts are not for the reader."""

    agreement: Agreement
    found: Performance | None


@dataclass(frozen=True)
class OwnPart:
    """One customer's part of an agreement: where it stands itself, and where all customers stand together."""

    agreement_id: str
    terms: Terms
    own: Standing
    together: Standing
    as_of: date


def list_card(entries: Iterable[Entry], names: Names) -> Card:
    """Return the list of agreements; each row opens one."""
    columns = (
        _column("agreement"),
        _column("period_head"),
        _column("metric_head"),
        _column("customers_head", right=True),
        _column("progress_head"),
        _column("current_tier"),
        _column("next_tier_chance"),
        _column("against_expected"),
    )
    return Card(
        "agreements",
        Text("agreement_cards.list"),
        (Table(columns, tuple(_row(one, names) for one in entries)),),
        footer=Text("agreement_cards.list_footer"),
    )


def _column(name: str, *, right: bool = False) -> Column:
    return Column(Text(f"agreement_cards.{name}"), "right" if right else "left")


def _row(entry: Entry, names: Names) -> Row:
    terms, found = entry.agreement.in_force, entry.found
    cells: tuple[Cell | None, ...] = (
        Named(_name(terms, entry.agreement.agreement_id), _whom(terms, names)),
        Named(period_words(terms), _left(terms, found.as_of) if found else None),
        metric_words(terms.metric),
        Number(len(terms.customers)),
    )
    if found is None:
        nothing = (None, None, None, None)
        return Row(cells + nothing, key=f"agreement:{entry.agreement.agreement_id}")
    each = terms.scope == "each"
    stands: tuple[Cell | None, ...] = (
        progress(_of_all(terms), found.total, found.as_of),
        _reached_of(found) if each else _tier(terms, found.total),
        None if each else _next(terms, found.total, found.as_of),
        thumb(found.total, terms.metric, captioned=True),
    )
    return Row(cells + stands, key=f"agreement:{entry.agreement.agreement_id}")


def _of_all(terms: Terms) -> Terms:
    """The terms against which the customers together are drawn: tiers that each has for itself are not theirs."""
    return replace(terms, tiers=()) if terms.scope == "each" else terms


def _name(terms: Terms, agreement_id: str) -> str:
    return terms.description.strip() or agreement_id


def _whom(terms: Terms, names: Names) -> Value | None:
    """What narrows the agreement, else whose it is where it is of one customer."""
    narrowed = narrowed_words(terms, names)
    if narrowed is None and len(terms.customers) == 1:
        return names.of("customers", terms.customers[0])
    return narrowed


def _left(terms: Terms, as_of: date) -> Text | None:
    if terms.starts_on is None or terms.ends_on is None:
        return None
    if as_of < terms.starts_on:
        return Text("agreement_cards.starts_in", {"n": Number((terms.starts_on - as_of).days)})
    if as_of <= terms.ends_on:
        return Text("agreement_cards.days_left", {"n": Number((terms.ends_on - as_of).days)})
    if terms.status(as_of) == "closing":
        last = terms.grace_days - (as_of - terms.ends_on).days
        return Text("agreement_cards.late_left", {"n": Number(last)})
    return Text("agreement_cards.over")


def _tier(terms: Terms, standing: Standing) -> Named:
    of = Text("agreement_cards.of", {"all": Number(len(terms.tiers))})
    if not standing.reached:
        return Named(Text("agreement_cards.none_yet"), of)
    return Named(Text("agreement_cards.is_reached", {"tier": tier_label(standing.reached)}), of)


def _reached_of(found: Performance) -> Named:
    """The highest tier that any customer reached alone, and how many did."""
    level = max((at for at, count in enumerate(found.reached_by, 1) if count), default=0)
    if not level:
        return Named(Text("agreement_cards.none_yet"), Text("agreement_cards.by_none"))
    by: dict[str, Value] = {
        "n": Number(found.reached_by[level - 1]),
        "all": Number(len(found.shares)),
    }
    return Named(
        Text("agreement_cards.is_reached", {"tier": tier_label(level)}),
        Text("agreement_cards.of_customers", by),
    )


def _next(terms: Terms, standing: Standing, as_of: date) -> Cell | None:
    if standing.reached >= len(terms.tiers):
        return Text("agreement_cards.last_reached")
    tier = tier_label(standing.reached + 1)
    if terms.ends_on is not None and as_of >= terms.ends_on:
        return Named(tier, Text("agreement_cards.not_reached"))
    chance = standing.chances[standing.reached]
    told = {"tier": tier, "share": chance_figure(chance)}
    return Named(Text("agreement_cards.tier_chance", told), chance_word(chance))


# the part of one customer


def customer_card(parts: Iterable[OwnPart], *, narrow: bool = False) -> Card:
    """Return one customer's own part of its agreements; each row opens one.

    A ``narrow`` card, as on paper, has the days that are left below the agreement's name instead of a column for the period.
    """
    listed = tuple(parts)
    columns = (
        _column("agreement"),
        *(() if narrow else (_column("period_head"),)),
        _column("own_part"),
        _column("progress_head"),
        _column("current_tier"),
        _column("next_tier_chance"),
        _column("against_expected"),
    )
    pooled = any(one.terms.scope == "pooled" for one in listed)
    return Card(
        "agreements",
        Text("agreement_cards.list"),
        (Table(columns, tuple(_own_row(one, narrow=narrow) for one in listed)),),
        message=_own_words(listed),
        footer=Text("agreement_cards.own_footer") if pooled else None,
    )


def _own_words(parts: Sequence[OwnPart]) -> Text | None:
    thumbs = [one.own.ahead is True for one in parts if judged(one.own)]
    if not thumbs:
        return None
    above: dict[str, Value] = {"above": Number(sum(thumbs)), "n": Number(len(thumbs))}
    return Text("agreement_cards.own_above", above)


def _own_row(part: OwnPart, *, narrow: bool) -> Row:
    """The tiers are the customer's own where each counts alone, else those of all together."""
    terms, own = part.terms, part.own
    held = own if terms.scope == "each" else part.together
    projected = {"projected": amount(own.projected, terms.metric)}
    running = terms.ends_on is not None and part.as_of < terms.ends_on
    name, left = _name(terms, part.agreement_id), _left(terms, part.as_of)
    about = (
        (Named(name, left),)
        if narrow
        else (Named(name, metric_words(terms.metric)), Named(period_words(terms), left))
    )
    cells: tuple[Cell | None, ...] = (
        *about,
        Named(
            amount(own.actual, terms.metric),
            Text("agreement_cards.own_projected", projected) if running else None,
        ),
        progress(terms, held, part.as_of),
        _tier(terms, held),
        _next(terms, held, part.as_of),
        thumb(own, terms.metric, captioned=True),
    )
    return Row(cells, key=f"agreement:{part.agreement_id}")
