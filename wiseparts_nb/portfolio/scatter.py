"""Every customer in one picture: the course of its sales across, that of its quotes up, its sales as area."""

from __future__ import annotations

from wiseparts_nb.card import Card, Scatter, ScatterPoint
from wiseparts_nb.portfolio.triage import Judged, Triage
from wiseparts_nb.text import Money, Number, Percent, Text

__all__ = ["scatter_card"]

NAMED = 6
"""Points that carry their name: the customers in a list with the highest sales."""


def scatter_card(value: Triage) -> Card | None:
    """Draw the customers that have both changes; how many have not is said. None where nobody has."""
    placed = [one for one in value.judged if _place(one) is not None]
    if not placed:
        return None
    listed = [one for one in placed if _role(one) != "plain"]
    named = {
        one.account.customer_id
        for one in sorted(listed, key=lambda one: (-one.net, one.account.customer_id))[:NAMED]
    }
    points = tuple(_point(one, named=one.account.customer_id in named) for one in placed)
    absent = Number(value.count - len(placed))
    top_left, top_right = Text("triage.corner.unlock"), Text("triage.corner.grow")
    low_left, low_right = Text("triage.corner.risk"), Text("triage.corner.watch")
    return Card(
        "portfolio_scatter",
        Text("triage.scatter"),
        (
            Scatter(
                points,
                Text("triage.across"),
                Text("triage.up"),
                (top_left, top_right, low_left, low_right),
            ),
        ),
        meta=Text("triage.area"),
        footer=Text("triage.absent", {"n": absent}) if absent.value else None,
    )


def _place(one: Judged) -> tuple[float, float] | None:
    if one.change is None or one.quotes_change is None:
        return None
    return one.change, one.quotes_change


def _role(one: Judged) -> str:
    return "risk" if one.belongs("risk") else "growth" if one.belongs("growth") else "plain"


def _point(one: Judged, *, named: bool) -> ScatterPoint:
    x, y = _place(one) or (0.0, 0.0)
    role = _role(one)
    return ScatterPoint(
        name=one.account.name,
        x=x,
        y=y,
        size=max(float(one.net), 0.0),
        role="risk" if role == "risk" else "growth" if role == "growth" else "plain",
        facts=(
            Text("triage.fact.sales", {"change": Percent(x, signed=True)}),
            Text("triage.fact.quotes", {"change": Percent(y, signed=True)}),
            Text("triage.fact.net", {"amount": Money(one.net)}),
        ),
        named=named,
        key=f"customer:{one.account.customer_id}",
    )
