"""How far an agreement has come: through its tiers, along its expected path, and the chance of each tier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import takewhile

from wiseparts_nb.agreements.cells import bullet, progress, tier_state
from wiseparts_nb.agreements.performance import Performance, Share
from wiseparts_nb.agreements.wording import (
    amount,
    chance_sentence,
    chance_words,
    metric_words,
    period_words,
    rate,
    still,
    tier_at,
    tier_label,
)
from wiseparts_nb.card import (
    Card,
    Chance,
    Chances,
    Column,
    Course,
    Gap,
    Named,
    Note,
    PathPoint,
    Row,
    Table,
)
from wiseparts_nb.text import Day, Number, Text, Value, Words

__all__ = ["chances_card", "course_card", "progress_card"]

SHOWN = 12
"""Customers that each count alone, of whom a card shows the way through the tiers."""


def progress_card(found: Performance) -> Card:
    """Return the way through the tiers: of all customers together, or of each where each counts alone."""
    title = Text("agreement_cards.progress")
    meta = metric_words(found.terms.metric)
    if found.terms.scope == "each":
        left = len(found.shares) - SHOWN
        footer = Text("agreement_cards.others", {"n": Number(left)}) if left > 0 else None
        return Card("progress", title, (_alone(found),), meta=meta, footer=footer)
    drawn = bullet(found.terms, found.total, as_of=found.as_of, reached_on=found.reached_on)
    return Card("progress", title, (drawn,), meta=meta)


def _alone(found: Performance) -> Table:
    columns = (
        Column(Text("agreement_cards.customer")),
        Column(Text("agreement_cards.progress_head")),
        Column(Text("agreement_cards.current_tier")),
        Column(Text("agreement_cards.next_tier")),
        Column(Text("agreement_cards.bonus_head"), "right"),
    )
    return Table(columns, tuple(_alone_row(found, one) for one in found.shares[:SHOWN]))


def _alone_row(found: Performance, one: Share) -> Row:
    standing, terms = one.standing, found.terms
    reached = tier_label(standing.reached) if standing.reached else Text("agreement_cards.none_yet")
    ahead: Value | Named | None = None
    if standing.reached < len(terms.tiers):
        running = found.status in ("upcoming", "active")
        ahead = Named(
            tier_label(standing.reached + 1),
            tier_state(standing, standing.reached, running=running),
        )
    bonus = amount(standing.bonus, terms.metric, form="exact" if found.final else "whole")
    cells = (
        one.name or one.customer_id,
        progress(terms, standing, found.as_of),
        reached,
        ahead,
        bonus,
    )
    return Row(cells, key=f"customer:{one.customer_id}")


# the course


def course_card(found: Performance) -> Card:
    """Return the period as lines: what came, what is expected, what is projected, and the distance by month."""
    terms = found.terms
    assert terms.starts_on and terms.ends_on  # noqa: PT018, S101  # what has a performance has a period
    pooled = terms.scope == "pooled"
    marks = bullet(terms, found.total, as_of=found.as_of, reached_on=found.reached_on).tiers
    course = Course(
        terms.starts_on,
        terms.ends_on,
        tuple(_came(found, terms.starts_on)),
        tuple(_ahead(found, terms.starts_on, terms.ends_on)),
        tuple(_expected(found, terms.starts_on, terms.ends_on)),
        marks if pooled else (),
        tuple(_gaps(found)),
        "quantity" if terms.metric == "quantity" else "money",
    )
    named: dict[str, Value] = {"metric": metric_words(terms.metric), "period": period_words(terms)}
    return Card(
        "course",
        Text("agreement_cards.course"),
        (course,),
        meta=Text("agreement_cards.cumulative", named),
        message=_course_words(found),
    )


def _came(found: Performance, start: date) -> Iterator[PathPoint]:
    if found.status == "upcoming":
        return
    yield PathPoint(start, Decimal(0))
    last = start
    for day, cumulative in found.path:
        last = day
        yield PathPoint(day, cumulative)
    end = min(found.as_of, found.terms.ends_on or found.as_of)
    if last < end:
        yield PathPoint(end, found.total.actual)


def _ahead(found: Performance, start: date, end: date) -> Iterator[PathPoint]:
    """The projection leads from today straight to the end: what lies between is not claimed."""
    if found.as_of >= end:
        return
    total = found.total
    yield PathPoint(max(start, found.as_of), total.actual, total.actual, total.actual)
    yield PathPoint(end, total.projected, total.low, total.high)


def _expected(found: Performance, start: date, end: date) -> Iterator[PathPoint]:
    """The expected path at the end of each month; where each customer counts alone, of all of them."""
    if found.terms.reference_target is None:
        return
    times = len(found.shares) if found.terms.scope == "each" else 1
    yield PathPoint(start, Decimal(0))
    for day in _month_ends(start, end):
        yield PathPoint(day, (found.terms.expected_to_date(day) or Decimal(0)) * times)


def _month_ends(start: date, end: date) -> Iterator[date]:
    day = start
    while day < end:
        after = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        day = min(after - timedelta(days=1), end)
        yield day
        day = after


def _gaps(found: Performance) -> Iterator[Gap]:
    for month in found.months:
        if month.expected is not None:
            yield Gap(month.month, month.cumulative - month.expected)


def _course_words(found: Performance) -> Text | None:
    """Say on which side of the expected path it is, and since which month's end."""
    gaps = list(_gaps(found))
    if not gaps:
        return None
    ahead = gaps[-1].amount >= 0
    side = "ahead" if ahead else "behind"
    run = list(takewhile(lambda one: (one.amount >= 0) == ahead, reversed(gaps)))
    if len(run) == len(gaps):
        return Text(f"agreement_cards.{side}.always")
    in_one_year = len({one.month.year for one in gaps}) == 1
    since = Day(run[-1].month, "month" if in_one_year else "month_year")
    return Text(f"agreement_cards.{side}.since", {"month": since})


# the chances


def chances_card(found: Performance) -> Card:
    """Return each tier with its chance, or how many customers reached it, and what the next one asks for."""
    title = Text("agreement_cards.chances")
    if found.terms.scope == "each":
        title = Text("agreement_cards.customers_by_tier")
        rows = tuple(_by_customers(found, at) for at in range(len(found.terms.tiers)))
        return Card("chances", title, (Chances(rows),), meta=metric_words(found.terms.metric))
    assert found.terms.ends_on  # noqa: S101  # what has a performance has a period
    rows = tuple(_chance(found, at) for at in range(len(found.terms.tiers)))
    return Card(
        "chances",
        title if found.status in ("upcoming", "active") else Text("agreement_cards.tiers"),
        (Chances(rows), *_changing(found)),
        meta=Text("agreement_cards.by", {"day": Day(found.terms.ends_on)}),
        footer=_how(found),
    )


def _chance(found: Performance, at: int) -> Chance:
    total, terms = found.total, found.terms
    label = tier_at(terms, at + 1)
    bonus = Text(
        "agreement_cards.bonus_rate", {"rate": rate(terms.tiers[at].bonus_rate, signed=True)}
    )
    if at < total.reached:
        day = found.reached_on[at]
        left = Text("agreement_cards.on", {"day": Day(day)}) if day else None
        return Chance(
            label, Text("agreement_cards.reached"), 1.0, reached=True, left=left, right=bonus
        )
    if found.status in ("closing", "expired"):
        short = {"missing": still(terms.tiers[at].threshold - total.actual, terms.metric)}
        left = Text("agreement_cards.missed_by", short)
        return Chance(
            label, Text("agreement_cards.not_reached"), 0.0, reached=False, left=left, right=bonus
        )
    chance = total.chances[at]
    return Chance(
        label,
        chance_words(chance),
        chance,
        reached=False,
        left=chance_sentence(chance),
        right=bonus,
    )


def _by_customers(found: Performance, at: int) -> Chance:
    reached, customers = found.reached_by[at], len(found.shares)
    state = Text(
        "agreement_cards.reached_of", {"reached": Number(reached), "all": Number(customers)}
    )
    tier = found.terms.tiers[at]
    bonus = Text("agreement_cards.bonus_rate", {"rate": rate(tier.bonus_rate, signed=True)})
    left: Words | None = None
    if found.status in ("upcoming", "active"):
        coming = sum(one.standing.chances[at] for one in found.shares)
        expected: dict[str, Value] = {"projected": Number(round(coming))}
        left = Text("agreement_cards.likely_to", expected)
    return Chance(
        tier_at(found.terms, at + 1),
        state,
        reached / max(customers, 1),
        reached=True,
        left=left,
        right=bonus,
    )


def _changing(found: Performance) -> Iterator[Note]:
    """What would change it: the bonus that the next tier would add."""
    total, terms = found.total, found.terms
    if found.status != "active" or not total.missing or total.next_bonus is None:
        return
    if total.next_bonus <= total.bonus:
        return  # by slices, the first threshold earns nothing yet
    named: dict[str, Value] = {
        "tier": tier_label(total.reached + 1),
        "missing": still(total.missing, terms.metric),
        "bonus": amount(total.next_bonus, terms.metric),
        "more": amount(total.next_bonus - total.bonus, terms.metric),
    }
    yield Note(Text("agreement_cards.would_change", named))


def _how(found: Performance) -> Text | None:
    return Text("agreement_cards.how") if found.status in ("upcoming", "active") else None
