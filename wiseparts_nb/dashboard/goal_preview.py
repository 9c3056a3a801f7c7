"""What a goal would mean, while it is typed: who and how many customers, last year, where it will land."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wiseparts_nb.agreements.wording import chance_words
from wiseparts_nb.card import Card, Metric, Note, Part
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.goals.people import people
from wiseparts_nb.goals.performance import GoalPerformance, goal
from wiseparts_nb.goals.split import year_before
from wiseparts_nb.goals.terms import SALES, GoalTerms
from wiseparts_nb.goals.wording import amount, measure_words, span_words
from wiseparts_nb.text import Listing, Number, Text, Value

__all__ = ["preview"]

_NAMED = 6


def preview(visit: Visit, terms: GoalTerms) -> Card:
    """Return what the terms mean as far as they say enough: a first and a last day, and somebody whose goal it is."""
    members = people(visit.source).members(terms)
    start, end = terms.starts_on, terms.ends_on
    if not members or start is None or end is None or end < start:
        return Card(
            "goal_preview", Text("goal_edit.preview"), (Note(Text("goal_edit.preview_later")),)
        )
    found = goal(visit.everyone, terms)
    return Card(
        "goal_preview",
        Text("goal_edit.preview"),
        tuple(_parts(visit, found)),
        meta=Text("goals.standing_meta", {"measure": measure_words(terms), "period": span_words(terms)}),
        footer=Text(f"goals.method.{found.method}"),
    )  # fmt: skip


def _parts(visit: Visit, found: GoalPerformance) -> Iterator[Part]:
    terms = found.terms
    names = Listing(tuple(one.person.name for one in found.members[:_NAMED]))
    yield Metric(Text("goal_edit.people"), Number(len(found.members)), _words(names))
    if terms.measure in SALES:
        served = sum(one.customers for one in found.members)
        yield Metric(Text("goals.customers"), Number(served))
    earlier = _year_before(visit, terms)
    if earlier is not None:
        shown = amount(earlier.actual, terms.measure)
        yield Metric(Text("goal_edit.last_year"), shown, _words(span_words(earlier.terms)))
    low, high = (amount(one, terms.measure) for one in (found.low, found.high))
    between = Text("goals.range", {"low": low, "high": high})
    lands = amount(found.projected, terms.measure)
    yield Metric(Text("goals.projected"), lands, None if found.method == "final" else between)
    if terms.target is not None and found.chances:
        target = {
            "target": amount(terms.target, terms.measure),
            "chance": chance_words(found.chances[0]),
        }
        yield Note(Text("goal_edit.chance", target))


def _words(what: Value) -> Text:
    return Text("goal_edit.beside", {"what": what})


def _year_before(visit: Visit, terms: GoalTerms) -> GoalPerformance | None:
    """Return the same goal a year before, where that is over."""
    if terms.starts_on is None or terms.ends_on is None:
        return None
    start, end = year_before(terms.starts_on), year_before(terms.ends_on)
    if end > visit.source.as_of:
        return None
    return goal(visit.everyone, replace(terms, starts_on=start, ends_on=end))
