"""The card of a customer among its peers."""

from __future__ import annotations

from decimal import Decimal

from wiseparts_nb.card import Card, Column, Delta, Row, Table
from wiseparts_nb.customer.trade import trade_name
from wiseparts_nb.portfolio.peers import Measure, MeasureName, Peers
from wiseparts_nb.text import Money, Number, Percent, Points, Text, Value

__all__ = ["peers_card"]

_RATIOS: frozenset[MeasureName] = frozenset({"change", "conversion", "overdue"})
"""Measures whose difference is in points."""
_HIGHER_IS_BETTER: dict[MeasureName, bool] = {
    "net": True,
    "change": True,
    "average": True,
    "conversion": True,
    "overdue": False,
}


def peers_card(value: Peers) -> Card:
    """List each measure with the group's median, its middle half, the difference and the place."""
    heads = (
        Column(Text("peers.measure")),
        Column(Text("peers.own"), "right"),
        Column(Text("peers.median"), "right"),
        Column(Text("peers.half"), "right"),
        Column(Text("peers.difference"), "right"),
        Column(Text("peers.place")),
    )
    return Card(
        "peers",
        Text("peers.title"),
        (Table(heads, tuple(map(_row, value.measures))),),
        meta=_group(value),
        footer=Text("peers.footer"),
    )


def _group(value: Peers) -> Text:
    named: dict[str, Value] = {"n": Number(value.count)}
    match value.group:
        case "trade" | "tier":
            named["key"] = trade_name(value.key) or ""
        case "segment":
            named["key"] = Text(f"segments.{value.key}")
        case "size":
            pass
    return Text(f"peers.group.{value.group}", named)


def _row(one: Measure) -> Row:
    half = Text(
        "peers.between", {"low": _shown(one.name, one.low), "high": _shown(one.name, one.high)}
    )
    place = Text("peers.higher", {"higher": Number(one.higher_than), "n": Number(one.peers)})
    own, median = _shown(one.name, one.value), _shown(one.name, one.median)
    return Row((Text(f"peers.measures.{one.name}"), own, median, half, _difference(one), place))


def _shown(name: MeasureName, value: float) -> Value:
    match name:
        case "net" | "average":
            return Money(Decimal(repr(round(value, 2))))
        case "visits":
            return Number(value, digits=0 if value == round(value) else 1)
        case "change":
            return Percent(value, signed=True)
        case "conversion" | "overdue":
            return Percent(value, digits=0)


def _difference(one: Measure) -> Delta | None:
    gap = one.value - one.median
    if one.name in _RATIOS:
        shown, said = round(gap, 3), Points(gap)
    elif one.name == "visits":
        shown, said = gap, Number(gap, digits=0 if gap == round(gap) else 1, signed=True)
    elif one.median > 0:
        shown, said = round(gap / one.median, 3), Percent(gap / one.median, signed=True)
    else:
        return None
    up = None if shown == 0 else shown > 0
    good = _HIGHER_IS_BETTER.get(one.name)
    return Delta(said, None if up is None or good is None else up == good, up)
