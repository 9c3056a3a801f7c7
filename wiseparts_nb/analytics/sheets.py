"""What an export holds, before it has a format: plain cells in sheets, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from wiseparts_nb.analytics.breakdown import Breakdown, BreakdownRow
from wiseparts_nb.analytics.cut import Cut, Measure
from wiseparts_nb.analytics.lines import Line, Lines
from wiseparts_nb.analytics.wording import (
    against_name,
    compared_words,
    crumbs,
    cut_words,
    dimension_name,
    measure_name,
    value_name,
)
from wiseparts_nb.locale import Locale
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Number, Text, Words

__all__ = ["Content", "Head", "Sheet", "breakdown_sheet", "introduction", "lines_sheet"]

Content = str | date | Decimal | float | None
"""A cell: text, a real date, an amount, a share, or nothing."""

_Form = Literal["text", "date", "money", "quantity", "share", "count"]


@dataclass(frozen=True)
class Head:
    """A column: its name in the reader's language and what its cells are."""

    name: str
    form: _Form


@dataclass(frozen=True)
class Sheet:
    """Rows under heads, with a total row where a sum means something."""

    name: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Content, ...], ...]
    total: tuple[Content, ...] | None = None


def introduction(source: Source, cut: Cut, locale: Locale) -> tuple[str, ...]:
    """Return the sentences above every sheet: what is cut, compared and filtered, and the data's own day."""
    said: list[Words | None] = [cut_words(cut), compared_words(cut)]
    said += [
        Text("analytics.filter", {"dimension": crumb.label, "values": crumb.values})
        for crumb in crumbs(source, cut)
    ]
    said.append(Text("analytics.data_as_of", {"day": Day(source.as_of)}))
    return tuple(locale.text(one) for one in said if one is not None)


def breakdown_sheet(breakdown: Breakdown, locale: Locale) -> Sheet:
    """Return a breakdown as rows: id, name, amount, share, and where something is compared the earlier amount and the difference."""
    total = (None, locale.text(Text("analytics.total")), *_amounts(breakdown, breakdown.total))
    return Sheet(
        locale.text(Text(f"analytics.title.{breakdown.by}")),
        tuple(_heads(breakdown, locale)),
        tuple(_row(breakdown, row, locale) for row in breakdown.parts),
        total,
    )


def _heads(breakdown: Breakdown, locale: Locale) -> Iterator[Head]:
    cut, form = breakdown.cut, _form(breakdown.cut.measure)
    yield Head(locale.text(Text("analytics.column.id")), "text")
    yield Head(locale.text(dimension_name(breakdown.by)), "text")
    yield Head(locale.text(measure_name(cut.measure)), form)
    yield Head(locale.text(Text("analytics.column.share")), "share")
    if cut.compared is not None:
        yield Head(locale.text(against_name(cut.against)), form)
        yield Head(locale.text(Text("analytics.column.difference")), form)


def _row(breakdown: Breakdown, row: BreakdownRow, locale: Locale) -> tuple[Content, ...]:
    if row is breakdown.rest:
        name = locale.text(_others(breakdown))
    else:
        name = locale.show(value_name(breakdown.by, row.id, row.name))
    return (row.id or None, name, *_amounts(breakdown, row))


def _others(breakdown: Breakdown) -> Text:
    return Text(f"analytics.others.{breakdown.by}", {"n": Number(breakdown.folded)})


def _amounts(breakdown: Breakdown, row: BreakdownRow) -> tuple[Content, ...]:
    now = (row.amounts.now, row.share)
    if breakdown.cut.compared is None:
        return now
    return (*now, row.amounts.before, row.amounts.difference)


def _form(measure: Measure) -> _Form:
    return "quantity" if measure == "quantity" else "money"


def lines_sheet(lines: Lines, locale: Locale) -> Sheet:
    """Return invoice lines as rows; ids and names have columns of their own."""
    return Sheet(
        locale.text(Text("analytics.title.lines")),
        tuple(_line_heads(lines, locale)),
        tuple(_line(lines, one) for one in lines.rows),
    )


def _line_heads(lines: Lines, locale: Locale) -> Iterator[Head]:
    number = locale.text(Text("analytics.column.id"))
    yield Head(locale.text(Text("analytics.column.invoice")), "text")
    yield Head(locale.text(Text("analytics.column.line")), "count")
    yield Head(locale.text(Text("analytics.column.date")), "date")
    named: Sequence[Text] = [
        *([dimension_name("customer")] if lines.several_customers else []),
        dimension_name("product"),
    ]
    for one in named:
        yield Head(f"{locale.text(one)} ({number.lower()})", "text")
        yield Head(locale.text(one), "text")
    yield Head(locale.text(dimension_name("brand")), "text")
    for measure in lines.measures:
        yield Head(locale.text(measure_name(measure)), _form(measure))


def _line(lines: Lines, one: Line) -> tuple[Content, ...]:
    figures: list[Content] = [getattr(one, measure) for measure in lines.measures]
    customer = (one.customer_id, one.customer) if lines.several_customers else ()
    lead = (one.invoice_id, Decimal(one.line_no), one.sold_on)
    return (*lead, *customer, one.product_id, one.product, one.brand, *figures)
