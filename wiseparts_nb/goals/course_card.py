"""The course of one goal: what came, day by day, against what is expected and the levels; below, the gap by month."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from wiseparts_nb.card import Card, Course, Gap, PathPoint, TierMark
from wiseparts_nb.goals.performance import GoalPerformance
from wiseparts_nb.goals.wording import amount, as_money, measure_words, span_words
from wiseparts_nb.period import month_start
from wiseparts_nb.text import Number, Text

__all__ = ["course_card"]


def course_card(found: GoalPerformance) -> Card | None:
    """Return the course; None before the first day, and for a draft without a target."""
    start, end = found.terms.starts_on, found.terms.ends_on
    if start is None or end is None or not found.months or found.status == "upcoming":
        return None
    before = PathPoint(start, Decimal(0))
    until = min(found.as_of, end)
    last = PathPoint(until, found.actual)
    actual = (*(PathPoint(*one) for one in found.path if one[0] < until), last)
    ahead = PathPoint(end, found.projected, found.low, found.high)
    course = Course(
        start,
        end,
        actual if actual[0].day == start else (before, *actual),
        () if found.method == "final" else (last, ahead),
        (before, *(PathPoint(*one) for one in found.months)),
        tuple(_levels(found)),
        tuple(_gaps(found)),
        "money" if as_money(found.terms.measure) else "quantity",
    )
    told = {"measure": measure_words(found.terms), "period": span_words(found.terms)}
    return Card(
        "goal_course",
        Text("goals.course"),
        (course,),
        meta=Text("goals.course_meta", told),
        footer=Text(f"goals.pace.{found.pace}") if found.pace else None,
    )


def _levels(found: GoalPerformance) -> Iterator[TierMark]:
    for at, level in enumerate(found.terms.levels):
        name = Text("goals.level", {"n": Number(at)}) if at else Text("goals.target")
        reached = at < found.reached
        shown = amount(level, found.terms.measure, form="brief")
        yield TierMark(level, name, shown, "", Text("goals.reached") if reached else "", reached)


def _gaps(found: GoalPerformance) -> Iterator[Gap]:
    """Yield actual minus expected at each month's end, of the running one by today."""
    for end, expected in found.months:
        if month_start(end) > found.as_of:
            return
        running = end > found.as_of
        came = [total for day, total in found.path if day <= end]
        by_then = found.expected if running and found.expected is not None else expected
        yield Gap(month_start(end), (came[-1] if came else Decimal(0)) - by_then)
