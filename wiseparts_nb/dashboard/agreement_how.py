"""How an agreement's figures are computed, in the drawer: definitions, data, and the queries that ran."""

from __future__ import annotations

from markupsafe import Markup

from wiseparts_nb.agreements.agreement import Agreement
from wiseparts_nb.agreements.performance import performance
from wiseparts_nb.card import Card, Column, Row, Table
from wiseparts_nb.dashboard.drawing import card, fill
from wiseparts_nb.dashboard.kind import Kind
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.text import Day, Number, Text, Value

__all__ = ["agreement_how"]

DEFINITION = """\
Counted: the lines of the agreement's customers whose day lies in its period and whose brand, family and branch pass its filters, \
in its metric, up to and including the day of the data. Credits count negatively. No price is ever changed.

Expected by now: the threshold of the reference tier x the share of the period's calendar days that has passed, both ends included. \
The thumb is up where the amount counted is at least that.

Projection: what is counted so far plus the rest of the period as the customers' own past sales that would have counted suggest, with \
their season; 80 % of the outcomes lie in its range. The chance of a tier is the share of outcomes that reach its threshold.

Bonus: the rate of the reached tier on the whole amount (retrospective), or each slice at the rate of its own tier (incremental), \
to the cent. Where the customers are pooled, what is expected of one of them is its part of what is expected of all."""


def agreement_how(kind: Kind, visit: Visit, agreement: Agreement) -> Markup:
    """Draw how the figures come about; they are computed anew, so that the queries are those that ran."""
    asked = visit.everyone.afresh()
    found = performance(asked, agreement.in_force)
    return fill(
        "how",
        visit.locale,
        title=Text("html.how", {"title": agreement.in_force.description}),
        definition=DEFINITION,
        cards=[Markup(card(_facts(visit, found.lines, found.unvalued), visit, kind))],  # noqa: S704  # escaped by its templates
        queries=asked.queries,
        close=visit.address.put(open=None).href,
    )


def _facts(visit: Visit, lines: int, unvalued: int) -> Card:
    snapshot = visit.source.snapshot
    facts: tuple[tuple[Text, Value], ...] = (
        (Text("how.source"), f"{snapshot.company} ({snapshot.source})"),
        (Text("how.snapshot"), snapshot.id),
        (Text("how.day"), Day(visit.source.as_of)),
        (Text("agreement_page.lines"), Number(lines)),
        (Text("agreement_page.unvalued"), Number(unvalued)),
    )
    heads = (Column(Text("how.fact")), Column(Text("how.value")))
    return Card("how", "", (Table(heads, tuple(map(Row, facts))),))
