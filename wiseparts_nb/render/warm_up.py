"""What the first card of a process waits for, paid before a process is forked: each fork then draws at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from wiseparts_nb.card import (
    Bar,
    Bars,
    Bullet,
    Card,
    Course,
    Dots,
    DotsRow,
    Dumbbell,
    DumbbellRow,
    MonthBar,
    Months,
    Note,
    Panel,
    Panels,
    Path,
    PathPoint,
    Scatter,
    ScatterPoint,
    from_json,
    to_json,
)  # fmt: skip
from wiseparts_nb.locale import LANGUAGES, Locale
from wiseparts_nb.render import lab
from wiseparts_nb.render.charts import ChartPart, chart, describe, spec
from wiseparts_nb.render.html.stage import compile_templates
from wiseparts_nb.render.html.style import page_style
from wiseparts_nb.text import Day, Moment, Money, Number, Percent, Points, Value

__all__ = ["warm_up"]

_DAY = date(2026, 11, 23)
_ONE = Decimal(1)


def warm_up() -> None:
    """Load and build what every card needs; safe before a fork: no thread, no JavaScript engine, no connection.

    Messages, Babel's data of each language, templates of HTML and of charts, the font's widths, style sheets, pydantic's
    adapter of cards. About half a second; a fork that draws a page is spared it.
    """
    for language in LANGUAGES:
        locale = Locale(language)
        for value in _values():
            locale.show(value)
        lab.bundle(Card("warm", "Warm", (Note("Warm"),)), locale)
    for part in _parts():
        if isinstance(part, Bullet | Course):
            chart(part, Locale(), width=400)
        else:
            spec(part, Locale(), width=400)
        describe(part, Locale())
    from_json(to_json(Card("warm", "Warm", _parts())))
    compile_templates()
    page_style()


def _values() -> tuple[Value, ...]:
    """One value of each sort that needs a language's data."""
    at = Moment(datetime(2026, 11, 23, 15, 50, tzinfo=UTC), "long")
    numbers = (Number(1), Percent(0.1), Points(0.1), Money(_ONE), Money(_ONE, "short"))
    return *numbers, at, Day(_DAY), Day(_DAY, "month_year")


def _parts() -> tuple[ChartPart, ...]:
    """The least of each chart; a picture has no template."""
    month = MonthBar(_DAY.replace(day=1), _ONE)
    return (
        Months((month,)),
        Path((PathPoint(_DAY, _ONE),), ()),
        Bars((Bar("", 1.0, Number(1)),)),
        Dots((DotsRow("", (_DAY,)),), _DAY, _DAY),
        Panels((Panel("", Number(1), None, None, (month,)),)),
        Dumbbell((DumbbellRow("", 0.1, 0.2, Points(0.1), None),), "", ""),
        Bullet(_ONE, Number(1), ()),
        Course(_DAY, _DAY, (PathPoint(_DAY, _ONE),), (), (), (), ()),
        Scatter((ScatterPoint("", 0.1, 0.1, 1.0),), "", ""),
    )
