"""Analytics 360: sales cut by month, brand, family, product, branch and wholesaler, period against period (C8, C67)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from markupsafe import Markup

from wiseparts_nb.analytics.breakdown import Breakdown, breakdowns
from wiseparts_nb.analytics.cards import breakdown_card, lines_card, month_card, totals_card
from wiseparts_nb.analytics.cut import MEASURES, Cut, Measure, dimensions_of
from wiseparts_nb.analytics.dimensions import DIMENSIONS, Dimension
from wiseparts_nb.analytics.export import lines_csv, workbook
from wiseparts_nb.analytics.lines import lines
from wiseparts_nb.analytics.spans import AGAINST, SPANS
from wiseparts_nb.analytics.totals import totals
from wiseparts_nb.analytics.wording import against_name, crumbs, measure_name
from wiseparts_nb.card import Card
from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.dashboard.csv_file import file_name
from wiseparts_nb.dashboard.filters import Choice, Crumb, Field, filters
from wiseparts_nb.dashboard.heading import customer_heading, heading
from wiseparts_nb.dashboard.kind import Block, Drawing, File, Kind
from wiseparts_nb.dashboard.visit import Visit
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Text, Words

__all__ = ["ANALYTICS"]

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OWN = ("measure", "span", "from", "to", "against", *DIMENSIONS)
"""Fields of the address that spell the cut."""
LINES = 25
"""Invoice lines of one screen."""


def _source(visit: Visit) -> Source:
    return visit.customer if visit.address.get("customer") else visit.everyone


def _cut(visit: Visit) -> Cut:
    source = _source(visit)
    fields = {name: visit.address.all(name) for name in _OWN if visit.address.all(name)}
    return Cut.of(fields, source)


def _address(visit: Visit, cut: Cut) -> Address:
    """Return the address of another cut of the same sales."""
    kept = visit.address.without(*(name for name in _OWN if name != "customer"), "open")
    return kept.put(**cut.fields())


def _breakdown(visit: Visit, by: Dimension) -> Breakdown:
    """All dimensions of a cut come from one pass over the lines."""
    source, cut = _source(visit), _cut(visit)
    asked: list[Dimension] = [
        one for one in dimensions_of(source) if one in visit.shown or one == by
    ]
    return source.once(
        f"analytics {visit.address.query} {asked}", lambda: breakdowns(source, cut, by=asked)
    )[by]


def _title(visit: Visit) -> Words:
    _cut(visit)  # refuses a cut that there is not
    return visit.name if visit.address.get("customer") else Text("frame.analytics")


def _heading(visit: Visit) -> Markup:
    files = (
        {"what": "xlsx", "icon": "download", "words": "XLSX"},
        {"what": "csv", "icon": "download", "words": "CSV"},
    )
    offered = files if visit.reader.may("export") else ()
    if visit.address.get("customer"):
        return customer_heading(visit, kicker=Text("frame.analytics"), files=offered)
    return heading(
        visit, kicker=Text("analytics_page.everyone"), title=Text("frame.analytics"), files=offered
    )


def _filters(visit: Visit) -> Markup:
    source, cut = _source(visit), _cut(visit)
    taken = (
        Crumb(
            Text("analytics.filter", {"dimension": one.label, "values": one.values}),
            _address(visit, one.without).href,
        )
        for one in crumbs(source, cut)
    )
    return filters(visit, _fields(visit), taken)


def _fields(visit: Visit) -> Iterator[Field]:
    known: list[Measure] = [
        one for one in MEASURES if one != "margin" or visit.reader.may("see_margin")
    ]
    measures = [Choice("" if one == MEASURES[0] else one, measure_name(one)) for one in known]
    spans = [
        Choice("" if one == "last_12_months" else one, Text(f"analytics.span.{one}"))
        for one in sorted(SPANS, key=lambda name: name != "last_12_months")
    ]
    chosen = visit.address.get("span")
    if chosen and chosen not in SPANS:
        spans.append(Choice(chosen, chosen))
    against = [Choice("" if one == AGAINST[0] else one, against_name(one)) for one in AGAINST]
    yield Field("measure", Text("analytics_page.measure"), measures)
    yield Field("span", Text("analytics_page.span"), spans)
    yield Field("against", Text("analytics_page.against"), against)


def _totals(visit: Visit) -> Card:
    return totals_card(totals(_source(visit), _cut(visit)))


def _month(visit: Visit) -> Card:
    return month_card(_breakdown(visit, "month"))


def _dimension(by: Dimension, visit: Visit) -> Drawing:
    if by not in dimensions_of(_source(visit)):
        return None
    return breakdown_card(_breakdown(visit, by))


def _lines(visit: Visit) -> Card:
    return lines_card(lines(_source(visit), _cut(visit), limit=LINES))


def _link(visit: Visit, key: str) -> Address | None:
    kind, _, name = key.partition(":")
    if kind == "customer":
        return _address(visit, _cut(visit)).put(customer=name)
    for dimension in DIMENSIONS:
        if dimension == kind:
            return _address(visit, _cut(visit).narrowed(dimension, name))
    if kind == "invoice" and visit.address.get("customer"):
        return visit.address.to("customer", customer=visit.customer_id, open=key)
    return None


def _xlsx(visit: Visit, _: str) -> File:
    visit.reader.require("export")
    source = _source(visit)
    content = workbook(source, _cut(visit), locale=visit.locale, by=dimensions_of(source))
    return File(f"{_file(visit)}.xlsx", _XLSX, content)


def _csv(visit: Visit, _: str) -> File:
    visit.reader.require("export")
    found = lines(_source(visit), _cut(visit), limit=1_000_000)
    return File(f"{_file(visit)}.csv", "text/csv;charset=utf-8", lines_csv(found, visit.locale))


def _file(visit: Visit) -> str:
    return file_name(f"sales-{visit.address.get('customer') or 'all'}-{visit.source.as_of}")


ANALYTICS = Kind(
    name="analytics",
    title=_title,
    heading=_heading,
    blocks={
        "filters": Block(_filters, Text("page.filters")),
        "totals": Block(_totals, Text("analytics.title.totals")),
        "month": Block(_month, Text("analytics.title.month")),
        **{
            one: Block(partial(_dimension, one), Text(f"analytics.title.{one}"), 6)
            for one in DIMENSIONS
            if one != "month"
        },
        "lines": Block(_lines, Text("analytics.title.lines")),
    },
    link=_link,
    files={"xlsx": _xlsx, "csv": _csv},
)
