"""How a card's figures are computed, in the drawer: definition, scope, days, rows and the queries that ran."""

from __future__ import annotations

from markupsafe import Markup

from wiseparts_nb.card import Card, Column, Row, Table
from wiseparts_nb.customer.catalogue import widget
from wiseparts_nb.customer.health import Health, health
from wiseparts_nb.dashboard.drawing import card, fill
from wiseparts_nb.dashboard.kind import Kind
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.explain import Explanation, explain
from wiseparts_nb.portfolio.thresholds import thresholds_card
from wiseparts_nb.text import Day, Number, Text, Value

__all__ = ["HOW", "explained"]

HOW = "how:"
"""What a key begins with that asks how a card is computed."""


def explained(kind: Kind, visit: Visit, name: str) -> Markup:
    """Draw how a widget's figures come about; of the verdict also the points of each reason, which add up to the score."""
    asked = widget(name)
    found = explain(asked, visit.customer)
    cards = [_facts(found, visit), *(_verdict(visit) if name == "health" else ())]
    return fill(
        "how",
        visit.locale,
        title=Text("html.how", {"title": asked.title}),
        definition=found.definition,
        cards=[Markup(card(one, visit, kind)) for one in cards],  # noqa: S704  # escaped by its templates
        queries=found.queries,
        close=visit.address.put(open=None).href,
    )


def _facts(found: Explanation, visit: Visit) -> Card:
    rows: tuple[tuple[str, Value], ...] = (
        ("source", found.source),
        ("snapshot", found.snapshot),
        ("day", Day(found.as_of)),
        ("scope", _scope(visit)),
        ("rows", Number(found.rows)),
    )
    heads = (Column(Text("how.fact")), Column(Text("how.value")))
    return Card(
        "how", "", (Table(heads, tuple(Row((Text(f"how.{fact}"), value)) for fact, value in rows)),)
    )


def _scope(visit: Visit) -> Text:
    scope = visit.customer.scope
    named = {"customer": visit.name, "wholesaler": scope.wholesaler_id or ""}
    how = "all" if scope.all_sales else "through" if scope.wholesaler_id else "own"
    return Text(f"how.{how}", named)


def _verdict(visit: Visit) -> tuple[Card, ...]:
    found: Health | None = health(visit.customer).get(visit.customer_id)
    if found is None:
        return (thresholds_card(),)
    rows = tuple(
        Row((Text(f"thresholds.rule.{one.rule}"), one.figure, Number(one.points, signed=True)))
        for one in found.signals
    )
    heads = (
        Column(Text("how.reason")),
        Column(Text("how.figure")),
        Column(Text("how.points"), "right"),
    )
    total = Row((Text("how.score"), None, Number(found.score)))
    return Card(
        "how_score", Text("how.score_title"), (Table(heads, rows, total),)
    ), thresholds_card()
