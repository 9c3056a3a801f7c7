"""The cards of the comparison: months on one scale, figures with a customer a row, and activities."""

from __future__ import annotations

from wiseparts_nb.card import Card, Cell, Column, Delta, MonthBar, Named, Panel, Panels, Row, Table
from wiseparts_nb.customer.activities_by_type import KINDS
from wiseparts_nb.customer.changes import change
from wiseparts_nb.customer.trade import trade_name
from wiseparts_nb.portfolio.comparison import Compared, Comparison
from wiseparts_nb.text import Money, Number, Percent, Text, Value

__all__ = ["activities_card", "figures_card", "trends_card"]


def trends_card(value: Comparison) -> Card:
    """Draw twelve months of each customer beside the year before, all on one scale."""
    return Card(
        "comparison_trends",
        Text("comparison.trends"),
        (Panels(tuple(map(_panel, value.customers))),),
        meta=Text("comparison.one_scale"),
        footer=Text("comparison.same_days"),
    )


def _panel(one: Compared) -> Panel:
    months = one.months.months if one.months else ()
    said = change(one.change, "", new=one.net > 0 and one.earlier == 0)
    bars = tuple(MonthBar(month.month, month.net, month.earlier) for month in months)
    return Panel(one.account.name, Money(one.net), said.value, said.better, bars)


def figures_card(value: Comparison) -> Card:
    """List the figures of each customer; a column that nobody has anything for is left out."""
    names = ("sales", "change", "projection", "conversion", "average", "due", "overdue")
    cells = [(_named(one), *_figures(one)) for one in value.customers]
    table = _table(("customer", *names), cells, value)
    return Card(
        "comparison_figures",
        Text("comparison.figures"),
        (table,),
        meta=Text("comparison.months_12"),
        footer=Text("comparison.same_days"),
    )


def activities_card(value: Comparison) -> Card | None:
    """Count the activities of 90 days by kind; None where nobody has any."""
    seen = [one.activities for one in value.customers]
    kinds = [kind for kind in KINDS if any(one and one.count_of(kind) for one in seen)]
    if not kinds:
        return None
    rows = tuple(
        Row(
            (
                _named(one),
                *(Number(one.activities.count_of(kind) if one.activities else 0) for kind in kinds),
                Number(one.activities.count if one.activities else 0),
            ),
            key=_key(one),
        )
        for one in value.customers
    )
    heads = (
        Column(Text("comparison.customer")),
        *(Column(Text(f"activity.{kind}"), "right") for kind in kinds),
        Column(Text("comparison.all"), "right"),
    )
    return Card(
        "comparison_activities",
        Text("comparison.activities"),
        (Table(heads, rows),),
        meta=Text("comparison.days_90"),
    )


def _table(
    names: tuple[str, ...], cells: list[tuple[Cell | None, ...]], value: Comparison
) -> Table:
    filled = [at for at in range(len(names)) if any(row[at] is not None for row in cells)]
    heads = (Column(Text(f"comparison.{names[at]}"), "right" if at else "left") for at in filled)
    rows = (
        Row(tuple(row[at] for at in filled), key=_key(one))
        for row, one in zip(cells, value.customers, strict=True)
    )
    return Table(tuple(heads), tuple(rows))


def _key(one: Compared) -> str:
    return f"customer:{one.account.customer_id}"


def _named(one: Compared) -> Named:
    trade = trade_name(one.account.trade)
    if trade is None or one.account.city is None:
        return Named(one.account.name, trade or one.account.city)
    named: dict[str, Value] = {"trade": trade, "city": one.account.city}
    return Named(one.account.name, Text("triage.caption", named))


def _figures(one: Compared) -> tuple[Cell | None, ...]:
    conversion = one.ratios.conversion if one.ratios else None
    average = one.ratios.average_order if one.ratios else None
    ahead = one.projection
    said = change(one.change, "", new=one.net > 0 and one.earlier == 0)
    return (
        Money(one.net),
        Delta(said.value, said.better, said.up),
        None if ahead is None or ahead.too_early else Money(ahead.projected),
        None if conversion is None else Percent(conversion.by_count, digits=0),
        None if average is None else Money(average.average),
        None if one.due is None else Money(one.due.total),
        None if one.due is None else Money(one.due.overdue),
    )
