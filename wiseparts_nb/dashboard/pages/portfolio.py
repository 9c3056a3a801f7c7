"""The portfolio: which accounts need me this week, at risk, growing, waiting, ranked by money at stake (C61 to C63)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from markupsafe import Markup

from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.drawing import card, fill
from wiseparts_nb.dashboard.filters import Choice, Field, filters
from wiseparts_nb.dashboard.heading import heading
from wiseparts_nb.dashboard.kind import Block, Drawing, Kind
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.portfolio.accounts import Selection, options
from wiseparts_nb.portfolio.scatter import scatter_card
from wiseparts_nb.portfolio.thresholds import thresholds_card
from wiseparts_nb.portfolio.triage import Kind as List
from wiseparts_nb.portfolio.triage import Triage, triage
from wiseparts_nb.portfolio.triage_cards import list_card, sentence, summary_card
from wiseparts_nb.text import Number, Text, Words

__all__ = ["PORTFOLIO"]

_FILTERS = ("region", "owner", "trade", "tier", "city", "segment")
_ROWS = ("5", "20", "all")
"""How many rows a list shows."""


def _triage(visit: Visit) -> Triage:
    rows = visit.address.get("rows") or _ROWS[0]
    if rows not in _ROWS:
        raise UnknownNameError("number of rows", rows, _ROWS)
    chosen = {name: visit.address.get(name) or None for name in _FILTERS}
    selection = Selection(**chosen, limit=None if rows == "all" else int(rows))
    return visit.everyone.once(f"triage {selection!r}", lambda: triage(visit.everyone, selection))


def _title(visit: Visit) -> Words:
    _triage(visit)  # refuses a filter that nobody passes
    return Text("portfolio.title")


def _heading(visit: Visit) -> Markup:
    lead = sentence(_triage(visit))
    return heading(visit, kicker=Text("portfolio.kicker"), title=Text("portfolio.title"), lead=lead)


def _filters(visit: Visit) -> Markup:
    return filters(visit, _fields(visit))


def _fields(visit: Visit) -> Iterator[Field]:
    for name, found in options(visit.everyone).items():
        if len(found) > 1:
            every = Choice("", Text("page.all"))
            named = (
                Choice(one.key, Text("page.option", {"words": one.words, "n": Number(one.count)}))
                for one in found
            )
            yield Field(name, Text(f"portfolio.filter.{name}"), (every, *named))
    rows = [
        Choice("", Text("portfolio.rows", {"n": Number(5)})),
        Choice("20", Text("portfolio.rows", {"n": Number(20)})),
    ]
    yield Field("rows", Text("portfolio.filter.rows"), (*rows, Choice("all", Text("page.all"))))


def _summary(visit: Visit) -> Markup:
    more = (visit.address.put(open="thresholds").href, Text("page.thresholds"))
    drawn = card(summary_card(_triage(visit)), visit, PORTFOLIO, more=more)
    return Markup(drawn)  # noqa: S704  # escaped by its templates


def _list(kind: List, visit: Visit) -> Drawing:
    return list_card(_triage(visit), kind)


def _link(visit: Visit, key: str) -> Address | None:
    kind, _, name = key.partition(":")
    return visit.address.to("customer", customer=name) if kind == "customer" else None


def _drawer(kind: Kind, visit: Visit, key: str) -> Markup:
    if key != "thresholds":
        raise UnknownNameError("detail of the portfolio", key, ("thresholds",))
    made = Markup(card(thresholds_card(), visit, kind))  # noqa: S704  # escaped by its templates
    return fill("thresholds", visit.locale, card=made, close=visit.address.put(open=None).href)


PORTFOLIO = Kind(
    name="portfolio",
    title=_title,
    heading=_heading,
    blocks={
        "filters": Block(_filters, Text("page.filters")),
        "scatter": Block(lambda visit: scatter_card(_triage(visit)), Text("portfolio.scatter"), 8),
        "summary": Block(_summary, Text("triage.title"), 4),
        **{
            name: Block(partial(_list, name), Text(f"triage.list.{name}"))
            for name in ("risk", "growth", "service")
        },
    },
    link=_link,
    drawer=_drawer,
)
