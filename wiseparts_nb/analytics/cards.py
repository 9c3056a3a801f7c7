"""Cards of Analytics 360: the whole of a cut, its months, and each dimension as a table whose rows lead on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from wiseparts_nb.analytics.amounts import Compared
from wiseparts_nb.analytics.breakdown import Breakdown, BreakdownRow
from wiseparts_nb.analytics.cut import Cut
from wiseparts_nb.analytics.lines import Line, Lines
from wiseparts_nb.analytics.totals import MeasureTotal, Totals
from wiseparts_nb.analytics.wording import (
    against_name,
    amount,
    compared_words,
    cut_words,
    dimension_name,
    measure_name,
    value_name,
)
from wiseparts_nb.card import (
    Card,
    Cell,
    Change,
    Column,
    Delta,
    Difference,
    Metric,
    MonthBar,
    Months,
    Named,
    Note,
    Portion,
    Row,
    Table,
)
from wiseparts_nb.customer.changes import change, change_in_points
from wiseparts_nb.text import Day, Money, Number, Percent, Text, Value

__all__ = ["breakdown_card", "lines_card", "month_card", "totals_card"]


def totals_card(totals: Totals) -> Card:
    """Draw each measure that the source has, the cut's own first, with its change; the sentence tells the cut's."""
    cut = totals.cut
    ordered = sorted(totals.measures, key=lambda one: one.measure != cut.measure)
    metrics = [metric for one in ordered for metric in _metrics(totals, one)]
    notes = [note for one in ordered for note in _unknown(one.measure, one.unknown, totals.lines)]
    return Card(
        "analytics_totals",
        Text("analytics.title.totals"),
        (*metrics, *notes),
        meta=cut_words(cut),
        message=_headline(cut, totals.chosen.amounts, totals.lines),
        footer=compared_words(cut),
    )


def _metrics(totals: Totals, one: MeasureTotal) -> Iterator[Metric]:
    now = one.amounts.now
    if now is None:
        return
    changes = tuple(_changes(totals.cut, one))
    yield Metric(measure_name(one.measure), amount(now, one.measure), changes=changes)
    rate, before = totals.margin_rate
    if one.measure != "margin" or rate is None:
        return
    change_of_rate = None
    if totals.cut.compared is not None and before is not None:
        words = Text("analytics.against_amount", {"before": Percent(before)})
        change_of_rate = change_in_points(rate - before, words)
    yield Metric(
        Text("analytics.margin_rate"),
        Percent(rate),
        changes=(change_of_rate,) if change_of_rate else (),
    )


def _changes(cut: Cut, one: MeasureTotal) -> Iterator[Change]:
    amounts = one.amounts
    if cut.compared is None or amounts.before is None or amounts.now is None:
        return
    words = Text("analytics.against_amount", {"before": amount(amounts.before, one.measure)})
    yield change(amounts.change, words, new=amounts.before == 0 and amounts.now > 0)


def _headline(cut: Cut, amounts: Compared, lines: int) -> Text:
    words: dict[str, Value] = {"cut": cut_words(cut)}
    if not lines and not amounts.before:
        return Text("analytics.no_sales", words)
    if amounts.now is None:
        return Text("analytics.not_known", words)
    words["now"] = amount(amounts.now, cut.measure)
    if amounts.before is None or amounts.difference is None:
        return Text("analytics.alone", words)
    words["before"] = amount(amounts.before, cut.measure)
    shown = amounts.difference if cut.measure == "quantity" else round(amounts.difference)
    way = "up" if shown > 0 else "down" if shown < 0 else "level"
    if cut.against == "year_before":
        return Text(f"analytics.year_before.{way}", words)
    return Text(f"analytics.span_before.{way}", words)


def _unknown(measure: str, unknown: int, lines: int) -> Iterator[Note]:
    """Say how many lines have no value; net sales and quantities always have one."""
    if unknown and unknown < lines:
        words = {"n": Number(unknown), "share": Percent(unknown / lines)}
        yield Note(Text(f"analytics.unknown.{measure}", words), "warn")


def month_card(months: Breakdown) -> Card:
    """Draw the months of ``by_month`` beside the same months a year before; the sentence tells total and change.

    Other comparisons are in the table of the same months: the picture's grey is a year before and nothing else.
    """
    cut = months.cut
    bars = Months(tuple(_bars(months)), "quantity" if cut.measure == "quantity" else "money")
    said = _contribution(months)
    notes = [Note(said)] if said else []
    return Card(
        "analytics_months",
        Text("analytics.title.month"),
        (bars, *notes, *_unknown(cut.measure, months.unknown, months.lines)),
        meta=cut_words(cut),
        message=_headline(cut, months.total.amounts, months.lines),
        footer=compared_words(cut),
    )


def _bars(months: Breakdown) -> Iterator[MonthBar]:
    compared = months.cut.against == "year_before"
    for row in months.rows:
        month, amounts = date.fromisoformat(f"{row.id}-01"), row.amounts
        now = amounts.now if amounts.now is not None else Decimal(0)
        earlier = (amounts.before, amounts.change) if compared else (None, None)
        yield MonthBar(month, now, *earlier)


def breakdown_card(breakdown: Breakdown) -> Card:
    """Draw one dimension as a ranked table with its total; the sentence names what moved, or weighs, most.

    A row's key is ``<dimension>:<id>``, what is folded has none.
    """
    cut, by = breakdown.cut, breakdown.by
    if not breakdown.lines and not breakdown.parts:
        message, parts = _headline(cut, breakdown.total.amounts, 0), ()
    else:
        headline = _headline(cut, breakdown.total.amounts, breakdown.lines)
        message = _contribution(breakdown) or headline
        parts = (_table(breakdown), *_unknown(cut.measure, breakdown.unknown, breakdown.lines))
    return Card(
        f"analytics_{by}",
        Text(f"analytics.title.{by}"),
        parts,
        meta=cut_words(cut),
        message=message,
        footer=_footer(breakdown) if parts else None,
    )


def _footer(breakdown: Breakdown) -> Text | None:
    if breakdown.by == "month":
        return compared_words(breakdown.cut)
    if breakdown.folded:
        count = {"n": Number(breakdown.folded)}
        return Text(f"analytics.folded.{breakdown.cut.measure}", count)
    return Text(f"analytics.ranked.{breakdown.cut.measure}")


def _contribution(breakdown: Breakdown) -> Text | None:
    """Say what rose or declined most, as the total did, or weighs most where nothing moved; a single part says nothing."""
    if len(breakdown.parts) < 2:  # noqa: PLR2004
        return None
    mover, total = breakdown.mover, breakdown.total.amounts.difference
    measure = breakdown.cut.measure
    if mover is not None and mover.amounts.difference and total:
        difference = amount(mover.amounts.difference, measure, signed=True)
        words = {"difference": difference, "total": amount(total, measure, signed=True)}
        words |= {"name": _name(breakdown, mover)}
        return Text("analytics.rise" if total > 0 else "analytics.decline", words)
    weighed = [row for row in (*breakdown.rows, breakdown.none) if row and row.share is not None]
    if not weighed:
        return None
    first = max(weighed, key=lambda row: row.share or 0)
    share = Percent(first.share or 0, 0)
    return Text("analytics.largest", {"name": _name(breakdown, first), "share": share})


def _name(breakdown: Breakdown, row: BreakdownRow) -> Value:
    return value_name(breakdown.by, row.id, row.name)


def _table(breakdown: Breakdown) -> Table:
    cut = breakdown.cut
    heads: list[Text] = [Text("analytics.column.now"), Text("analytics.column.share")]
    if cut.compared is not None:
        heads += [against_name(cut.against), Text("analytics.column.difference")]
    columns = (Column(dimension_name(breakdown.by)), *(Column(head, "right") for head in heads))
    total = breakdown.total
    cells = _cells(cut, total, bars=False)
    return Table(columns, tuple(_rows(breakdown)), Row((Text("analytics.total"), *cells)))


def _rows(breakdown: Breakdown) -> Iterator[Row]:
    by, cut = breakdown.by, breakdown.cut
    names = [row.name for row in breakdown.rows]
    for row in breakdown.rows:
        twice = names.count(row.name) > 1 or by in {"product", "customer"}
        name = _name(breakdown, row)
        lead = Named(name, row.id) if twice and row.name != row.id else name
        yield Row((lead, *_cells(cut, row)), key=f"{by}:{row.id}")
    if breakdown.rest is not None:
        others = Text(f"analytics.others.{by}", {"n": Number(breakdown.folded)})
        bars = not _outweighs(breakdown, breakdown.rest)
        yield Row((others, *_cells(cut, breakdown.rest, bars=bars)))
    if breakdown.none is not None:
        yield Row((_name(breakdown, breakdown.none), *_cells(cut, breakdown.none)), key=f"{by}:")


def _cells(cut: Cut, row: BreakdownRow, *, bars: bool = True) -> tuple[Cell | None, ...]:
    """Return amount and share, and where something is compared the earlier amount and the difference."""
    now, before, difference = row.amounts.now, row.amounts.before, row.amounts.difference
    cells = (
        None if now is None else _portion(cut, now, bar=bars),
        None if row.share is None else Percent(row.share),
    )
    if cut.compared is None:
        return cells
    earlier = None if before is None else amount(before, cut.measure)
    return (*cells, earlier, None if difference is None else _difference(cut, difference, bar=bars))


def _portion(cut: Cut, now: Decimal, *, bar: bool) -> Cell:
    shown = amount(now, cut.measure)
    return Portion(float(now), shown) if bar else shown


def _outweighs(breakdown: Breakdown, rest: BreakdownRow) -> bool:
    """Whether the folded rows together are larger than any row: a bar of theirs would flatten all others."""
    rows = [row.amounts for row in breakdown.rows]
    largest = max((abs(one.now) for one in rows if one.now is not None), default=Decimal(0))
    moved = max((abs(one.difference) for one in rows if one.difference), default=Decimal(0))
    now, difference = rest.amounts.now, rest.amounts.difference
    return abs(now or 0) > largest or abs(difference or 0) > moved


def _difference(cut: Cut, difference: Decimal, *, bar: bool) -> Cell:
    better = difference > 0 if round(difference) else None
    shown = amount(difference, cut.measure, signed=True)
    if bar:
        return Difference(float(difference), shown, better)
    return Delta(shown, better, better)


def lines_card(lines: Lines) -> Card:
    """Draw the invoice lines behind a cut, the newest first; columns that no line has are left out."""
    shown = lines.rows
    count = {"n": Number(lines.count), "net": Money(lines.net, "cents")}
    pages = {
        "first": Number(lines.offset + 1),
        "last": Number(lines.offset + len(shown)),
        "of": Number(lines.count),
    }
    return Card(
        "analytics_lines",
        Text("analytics.title.lines"),
        (_lines_table(lines),) if shown else (),
        meta=cut_words(lines.cut),
        message=Text("analytics.lines", count)
        if lines.count
        else Text("analytics.no_sales", {"cut": cut_words(lines.cut)}),
        footer=Text("analytics.lines_shown", pages) if shown else None,
    )


def _lines_table(lines: Lines) -> Table:
    heads = [
        Column(Text("analytics.column.invoice")),
        Column(Text("analytics.column.date")),
        *([Column(dimension_name("customer"))] if lines.several_customers else []),
        Column(dimension_name("product")),
        Column(dimension_name("brand")),
        *(Column(measure_name(one), "right") for one in lines.measures),
    ]
    return Table(tuple(heads), tuple(_line(lines, one) for one in lines.rows))


def _line(lines: Lines, one: Line) -> Row:
    product = one.product or one.product_id
    cells: list[Cell | None] = [
        one.invoice_id,
        Day(one.sold_on),
        *([one.customer or one.customer_id] if lines.several_customers else []),
        Named(product, one.product_id) if product and product != one.product_id else product,
        one.brand,
    ]
    cells += [_figure(one, measure) for measure in lines.measures]
    return Row(tuple(cells), key=f"invoice:{one.invoice_id}")


def _figure(one: Line, measure: str) -> Value | None:
    value: Decimal | None = getattr(one, measure)
    if value is None:
        return None
    if measure == "quantity":
        return Number(value, 0 if value == value.to_integral_value() else 3)
    return Money(value, "cents")
