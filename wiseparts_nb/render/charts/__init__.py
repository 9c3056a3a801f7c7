"""Charts of a card's parts: from a part to SVG, to a Vega-Lite specification, or to the sentence that says the same.

Every chart has a recipe of its own beside this module. Importing the package loads Altair.
"""

from __future__ import annotations

from math import isfinite
from typing import Any, TypeAlias

from wiseparts_nb.card import (
    Bars,
    Bullet,
    Course,
    Dots,
    Dumbbell,
    Months,
    Panels,
    Path,
    Picture,
    Scatter,
)
from wiseparts_nb.locale import Locale
from wiseparts_nb.render import fonts
from wiseparts_nb.render.amounts import shown_as
from wiseparts_nb.render.charts.course import course, course_facts
from wiseparts_nb.render.charts.marks import (
    Drawing,
    Medium,
    label,
    picture,
    picture_spec,
    register_theme,
)  # fmt: skip
from wiseparts_nb.render.charts.month_bars import month_about
from wiseparts_nb.render.charts.months import month_targets, months
from wiseparts_nb.render.charts.panels import panel_about, panels
from wiseparts_nb.render.charts.path import path
from wiseparts_nb.render.charts.rows import bar_about, bars, dots, dumbbell, two_shares_about
from wiseparts_nb.render.charts.scatter import scatter, scatter_facts
from wiseparts_nb.render.progress import bullet, bullet_facts
from wiseparts_nb.render.svg import tidy, with_words
from wiseparts_nb.text import Day, Money, Number, Text

__all__ = [
    "ChartPart",
    "Drawable",
    "Medium",
    "chart",
    "describe",
    "month_targets",
    "register_theme",
    "spec",
]

Drawable: TypeAlias = Months | Path | Bars | Dots | Panels | Dumbbell | Scatter
"""The parts that are drawn from their own data by Vega-Lite."""

ChartPart: TypeAlias = Drawable | Bullet | Course | Picture
"""The parts that are pictures; the others are words and tables."""


def chart(
    part: ChartPart,
    locale: Locale,
    *,
    width: float,
    height: float | None = None,
    medium: Medium = "html",
) -> str:
    """Return the part as SVG with CSS variables, ``width`` px wide; ``svg.literal`` makes it printable.

    The height follows from the recipe unless given. The SVG has no name of its own: its wrapper has ``role="img"`` and
    :func:`describe` as its label.

    Raises
    ------
    InputError
        A picture's specification is not Vega-Lite, or reads data from an address.
    """
    if isinstance(part, Picture):
        return picture(part.spec, width)
    if isinstance(part, Bullet):
        return bullet(part, locale, width=width)
    if _is_empty(part):
        return _nothing(locale, width)
    if isinstance(part, Course):
        return course(part, locale, width=width, height=height, medium=medium)
    return _drawing(part, locale, width, height, medium).svg()


def _is_empty(part: Drawable | Course) -> bool:  # noqa: PLR0911  # one return a kind of part
    match part:
        case Months():
            return not part.months
        case Course():
            return not (part.actual or part.projected or part.expected or part.gaps)
        case Path():
            return not (part.actual or part.projected or part.earlier)
        case Bars():
            return not part.bars
        case Panels():
            return not part.panels
        case Dots() | Dumbbell():
            return not part.rows
        case Scatter():
            return not any(isfinite(one.x) and isfinite(one.y) for one in part.points)


def _nothing(locale: Locale, width: float) -> str:
    words = label(locale.text(Text("charts.nothing")), (width / 2, 24), align="center", size=12)
    root = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="40" viewBox="0 0 {width:g} 40">'
    return with_words(tidy(root + "</svg>"), [words])


def spec(
    part: Drawable | Picture,
    locale: Locale,
    *,
    width: float,
    height: float | None = None,
    medium: Medium = "html",
) -> dict[str, Any]:
    """Return the part's Vega-Lite specification, with its data."""
    if isinstance(part, Picture):
        return picture_spec(part.spec, width)
    return _drawing(part, locale, width, height, medium).spec()


def _drawing(  # noqa: PLR0911  # one return a kind of part
    part: Drawable,
    locale: Locale,
    width: float,
    height: float | None,
    medium: Medium,
) -> Drawing:
    match part:
        case Months():
            return months(part, locale, width=width, height=height, medium=medium)
        case Path():
            return path(part, locale, width=width, height=height, medium=medium)
        case Bars():
            return bars(part, locale, width=width, height=height, medium=medium)
        case Dots():
            return dots(part, locale, width=width, height=height, medium=medium)
        case Panels():
            return panels(part, locale, width=width, height=height, medium=medium)
        case Dumbbell():
            return dumbbell(part, locale, width=width, height=height, medium=medium)
        case Scatter():
            return scatter(part, locale, width=width, height=height, medium=medium)


def describe(part: ChartPart, locale: Locale) -> str:
    """Return what the chart shows as one line that lists its data: the name of the picture for who can't see it."""
    facts = _facts(part, locale)
    return fonts.legible("; ".join(facts)) or locale.text(Text("charts.nothing"))


def _facts(part: ChartPart, locale: Locale) -> list[str]:  # noqa: C901, PLR0911  # one a part
    match part:
        case Months():
            return [month_about(month, locale, shown_as(part)) for month in part.months]
        case Path():
            return _path_facts(part, locale)
        case Bars():
            return [bar_about(bar, locale) for bar in part.bars]
        case Dots():
            return _dots_facts(part, locale)
        case Panels():
            return [panel_about(panel, locale) for panel in part.panels]
        case Dumbbell():
            return [two_shares_about(part, row, locale) for row in part.rows]
        case Scatter():
            return scatter_facts(part, locale)
        case Bullet():
            return list(bullet_facts(part, locale))
        case Course():
            return list(course_facts(part, locale))
        case Picture():
            return [part.alt] if part.alt else []


def _path_facts(part: Path, locale: Locale) -> list[str]:
    facts: list[Text] = []
    if part.actual:
        today = part.actual[-1]
        facts.append(Text("charts.day", {"day": Day(today.day), "amount": Money(today.amount)}))
    if part.projected:
        end = part.projected[-1]
        facts.append(Text("charts.projection", {"amount": Money(end.amount)}))
        if end.low is not None and end.high is not None:
            facts.append(Text("charts.between", {"low": Money(end.low), "high": Money(end.high)}))
    if part.earlier:
        named = {"label": part.earlier_label or Text("charts.before")}
        facts.append(Text("charts.earlier", {**named, "amount": Money(part.earlier[-1].amount)}))
    return [locale.text(fact) for fact in facts]


def _dots_facts(part: Dots, locale: Locale) -> list[str]:
    facts: list[Text] = []
    for row in part.rows:
        days = [
            locale.show(Day(day, "short"))
            for day in sorted(row.days)
            if part.start <= day <= part.end
        ]
        named = {"label": row.label, "n": Number(len(days)), "days": ", ".join(days)}
        facts.append(Text("charts.days" if days else "charts.never", named))
    return [locale.text(fact) for fact in facts]
