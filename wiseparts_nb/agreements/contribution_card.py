"""Who brought what: the customers of an agreement with their amounts, which add up to the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from wiseparts_nb.agreements.cells import thumb
from wiseparts_nb.agreements.names import Names
from wiseparts_nb.agreements.performance import Performance, Share, Standing
from wiseparts_nb.agreements.wording import amount, metric_words, period_words
from wiseparts_nb.card import Card, Cell, Column, Difference, Named, Portion, Row, Table, Trend
from wiseparts_nb.text import Number, Percent, Text, Value

__all__ = ["contribution_card"]

T = TypeVar("T")


def contribution_card(found: Performance, names: Names, *, most: int | None = None) -> Card:
    """Return a row a customer, the largest first; after ``most`` of them one row holds the others together."""
    shares = found.shares
    kept = shares if most is None or len(shares) <= most + 1 else shares[:most]
    rows = [_row(found, one, names) for one in kept]
    if len(kept) < len(shares):
        rows.append(_others(found, shares[len(kept) :]))
    return Card(
        "contribution",
        Text("agreement_cards.contribution"),
        (Table(_columns(found), tuple(rows), _total(found)),),
        meta=Text("agreement_cards.meta", _meta(found)),
        message=_message(found),
        footer=_footer(found),
    )


def _meta(found: Performance) -> dict[str, Value]:
    """What the amounts are, and of which days: those that have passed."""
    terms = found.terms
    if terms.ends_on is not None and found.status == "active":
        terms = replace(terms, ends_on=min(terms.ends_on, found.as_of))
    return {"metric": metric_words(terms.metric), "period": period_words(terms)}


def _footer(found: Performance) -> Text | None:
    if found.status == "upcoming":
        return None
    judged = found.terms.scope if _judged(found) else "plain"
    return Text(f"agreement_cards.contribution_footer.{judged}")


def _columns(found: Performance) -> tuple[Column, ...]:
    columns = [
        Column(Text("agreement_cards.customer")),
        Column(Text("agreement_cards.by_month")),
        Column(Text("agreement_cards.actual")),
        Column(Text("agreement_cards.share"), "right"),
        Column(Text("agreement_cards.on_year_before")),
    ]
    if _running(found):
        columns.append(Column(Text("agreement_cards.projected"), "right"))
    if _judged(found):
        columns.append(Column(Text("agreement_cards.against_expected")))
    return _told(found, columns)


_BY_MONTH, _COME = {1}, {1, 2, 3, 4}
"""Places of the columns that need two months, and of those that need the period to have begun."""


def _told(found: Performance, columns: Sequence[T]) -> tuple[T, ...]:
    """Return the columns (or a row's cells) that have anything to tell."""
    empty = _COME if found.status == "upcoming" else _BY_MONTH if len(found.months) <= 1 else set()
    return tuple(one for at, one in enumerate(columns) if at not in empty)


def _running(found: Performance) -> bool:
    return found.status in ("upcoming", "active")


def _judged(found: Performance) -> bool:
    """Whether there is a thumb: there is a path, and the period has begun."""
    return found.total.expected is not None and found.status != "upcoming"


def _row(found: Performance, one: Share, names: Names) -> Row:
    city = names.cities.get(one.customer_id)
    named = Named(one.name or one.customer_id, city)
    trend = Trend(tuple(map(float, one.months)))
    value = amount(one.standing.actual, found.terms.metric)
    actual = Portion(float(one.standing.actual), value)
    difference = _difference(found, one.standing)
    cells = _cells(found, named, trend, actual, one.standing, difference)
    return Row(cells, key=f"customer:{one.customer_id}")


def _cells(
    found: Performance,
    named: Cell,
    trend: Cell | None,
    actual: Cell,
    standing: Standing,
    difference: Cell,
) -> tuple[Cell | None, ...]:
    cells: list[Cell | None] = [named, trend, actual, _share(found, standing.actual), difference]
    if _running(found):
        cells.append(amount(standing.projected, found.terms.metric))
    if _judged(found):
        cells.append(thumb(standing, found.terms.metric))
    return _told(found, cells)


def _share(found: Performance, part: Decimal) -> Percent | None:
    """A part of the total; of nothing or of returns there are no parts."""
    return Percent(float(part / found.total.actual), 0) if found.total.actual > 0 else None


def _difference(found: Performance, standing: Standing) -> Difference:
    difference = standing.actual - standing.year_before
    value = amount(difference, found.terms.metric, signed=True)
    return Difference(float(difference), value, None if not difference else difference > 0)


def _others(found: Performance, shares: Sequence[Share]) -> Row:
    """The customers that have no row of their own, so that the column still adds up."""

    def together(name: str) -> Decimal:
        return sum((getattr(one.standing, name) for one in shares), Decimal(0))

    actual = together("actual")
    metric = found.terms.metric
    difference = actual - together("year_before")
    cells: list[Cell | None] = [
        Text("agreement_cards.others", {"n": Number(len(shares))}),
        None,
        Portion(float(actual), amount(actual, metric)),
        _share(found, actual),
        Difference(
            float(difference),
            amount(difference, metric, signed=True),
            None if not difference else difference > 0,
        ),
    ]
    if _running(found):
        cells.append(amount(together("projected"), metric))
    if _judged(found):
        cells.append(None)
    return Row(_told(found, cells))


def _total(found: Performance) -> Row:
    total, metric = found.total, found.terms.metric
    label = Text("agreement_cards.total", {"n": Number(len(found.shares))})
    difference = amount(total.actual - total.year_before, metric, signed=True)
    return Row(_cells(found, label, None, amount(total.actual, metric), total, difference))


def _message(found: Performance) -> Text | None:
    """Say how many customers brought more than a year before, and who fell most."""
    changes = [
        (one.standing.actual - one.standing.year_before, one.name or one.customer_id)
        for one in found.shares
        if one.standing.actual or one.standing.year_before
    ]
    if found.status == "upcoming" or not changes:
        return None
    args: dict[str, Value] = {
        "n": Number(sum(change > 0 for change, _ in changes)),
        "all": Number(len(found.shares)),
    }
    change, name = min(changes)
    if change >= 0 or len(found.shares) == 1:
        return Text("agreement_cards.more", args)
    fallen: dict[str, Value] = {
        "name": name,
        "change": amount(change, found.terms.metric, signed=True),
    }
    return Text("agreement_cards.more_and_less", args | fallen)
