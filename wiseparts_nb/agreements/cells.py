"""Where an amount stands against its tiers, drawn small: the parts that the cards of agreements have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from wiseparts_nb.agreements.performance import Standing
from wiseparts_nb.agreements.terms import Metric, Terms
from wiseparts_nb.agreements.wording import amount, chance_words, rate, tier_label
from wiseparts_nb.card import Bullet, Progress, Thumb, TierMark
from wiseparts_nb.text import Day, Number, Percent, Text, Value, Words

__all__ = [
    "bullet",
    "gap_ratio",
    "gap_value",
    "judged",
    "on_path",
    "orders_away",
    "progress",
    "thumb",
    "tier_state",
]

_LEAST_RATIO = 0.0005
"""A smaller part of what is expected is written as 0.0 %."""


def gap_ratio(standing: Standing) -> float | None:
    """Return (actual - expected) / expected; None where nothing is expected (yet), so that there is no base."""
    if standing.gap is None or not standing.expected or standing.expected < 0:
        return None
    return float(standing.gap / standing.expected)


def on_path(standing: Standing) -> bool:
    """Whether the actual is what is expected, as far as one can read."""
    ratio = gap_ratio(standing)
    return standing.gap == 0 if ratio is None else abs(ratio) < _LEAST_RATIO


def gap_value(standing: Standing, metric: Metric, *, signed: bool = True) -> Value | None:
    """Return the distance from the expected path as a part of it, as an amount where it has no base, None without a path."""
    if standing.gap is None:
        return None
    ratio = gap_ratio(standing)
    if ratio is None:
        return amount(standing.gap if signed else abs(standing.gap), metric, signed=signed)
    return Percent(ratio if signed else abs(ratio), signed=signed)


def judged(standing: Standing) -> bool:
    """Whether there is a thumb: there is a path, and something was expected by now or came all the same."""
    return standing.expected is not None and bool(standing.expected or standing.actual)


def thumb(standing: Standing, metric: Metric, *, captioned: bool = False) -> Thumb | None:
    """Return the thumb with the distance from the expected path, None where nothing can be judged."""
    value = gap_value(standing, metric)
    if value is None or not judged(standing):
        return None
    caption: Words | None = None
    if captioned:
        side = "level" if on_path(standing) else "above" if standing.ahead else "below"
        caption = Text(f"agreement_cards.side.{side}")
    return Thumb(value, standing.ahead, caption)


def bullet(
    terms: Terms, standing: Standing, *, as_of: date, reached_on: Sequence[date | None] = ()
) -> Bullet:
    """Return an amount on its way through the tiers; projected while the period is not over."""
    running = terms.ends_on is None or as_of < terms.ends_on
    marks = tuple(_marks(terms, standing, running=running, reached_on=reached_on))
    value = amount(standing.actual, terms.metric)
    if not running:
        return Bullet(standing.actual, value, marks)
    return Bullet(
        standing.actual,
        value,
        marks,
        standing.projected,
        amount(standing.projected, terms.metric),
        standing.low,
        standing.high,
    )


def _marks(
    terms: Terms, standing: Standing, *, running: bool, reached_on: Sequence[date | None]
) -> Iterator[TierMark]:
    for at, tier in enumerate(terms.tiers):
        yield TierMark(
            tier.threshold,
            tier_label(at + 1),
            amount(tier.threshold, terms.metric, form="brief"),
            rate(tier.bonus_rate, signed=True),
            tier_state(standing, at, running=running, reached_on=reached_on),
            reached=at < standing.reached,
        )


def tier_state(
    standing: Standing, at: int, *, running: bool, reached_on: Sequence[date | None] = ()
) -> Text:
    """Return how a tier (``at`` from 0) stands: reached and when, its chance, or not reached when the period is over."""
    if at < standing.reached:
        day = reached_on[at] if at < len(reached_on) else None
        if day is None:
            return Text("agreement_cards.reached")
        return Text("agreement_cards.reached_on", {"day": Day(day, "short")})
    if not running:
        return Text("agreement_cards.not_reached")
    return chance_words(standing.chances[at])


def progress(terms: Terms, standing: Standing, as_of: date) -> Progress:
    """Return the small bullet of a table, with what came and what is projected below it."""
    drawn = bullet(terms, standing, as_of=as_of)
    now = amount(standing.actual, terms.metric, form="short")
    if drawn.projected is None:
        return Progress(drawn, Text("agreement_cards.came", {"actual": now}))
    ahead: dict[str, Value] = {
        "actual": now,
        "projected": amount(standing.projected, terms.metric, form="short"),
    }
    return Progress(drawn, Text("agreement_cards.now", ahead))


def orders_away(standing: Standing) -> Number | None:
    """Return what the next tier still asks for in orders of the average amount, None where there is no such order."""
    average = standing.average_order
    if not average or not standing.missing:
        return None
    orders = standing.missing / average
    return Number(orders, 1 if orders < Decimal("9.95") else 0)
