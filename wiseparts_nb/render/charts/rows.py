"""Charts of rows: a name at the left, then bars, dots in time, or two shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache

from wiseparts_nb.card import Bar, Bars, Dots, Dumbbell, DumbbellRow
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.charts.marks import (
    PAGE,
    WORDS,
    Drawing,
    Medium,
    Plane,
    Rows,
    Template,
    hairline,
    hovering,
    label,
    plane,
    point,
    rect,
    rule,
    template,
    text,
    var,
)  # fmt: skip
from wiseparts_nb.render.fonts import Weight, fit, text_width
from wiseparts_nb.render.svg import KEY
from wiseparts_nb.text import Day, Percent, Text, Value

__all__ = ["bar_about", "bars", "dots", "dumbbell", "two_shares_about"]

_GAP = 12
_NAME = 12  # px, the size of a row's name
_LONGEST_NAME = 0.42  # of the width
_ROLES = {"actual": "ac", "earlier": "py", "late": "bad", "other": "py"}


@cache
def _bars_template() -> Template:
    return template(plane("bars", rect("bars")), plane(PAGE, rule("zero"), text()))


@cache
def _dots_template() -> Template:
    return template(
        plane(PAGE, rule("lines")), plane("dots", point("dots", size=20)), plane(PAGE, text())
    )


@cache
def _dumbbell_template() -> Template:
    return template(
        plane(PAGE, rule("lines")),
        plane("shares", rule("gaps", width=3), point("shares", size=56)),
        plane(PAGE, text()),
    )


def bars(
    part: Bars, locale: Locale, *, width: float, height: float | None, medium: Medium
) -> Drawing:
    """Draw bars from one zero line: name, bar, value, share."""
    tall = height or len(part.bars) * _bar_row(len(part.bars), medium)
    row = tall / max(len(part.bars), 1)
    values = [locale.show(bar.value) for bar in part.bars]
    shares = [locale.show(bar.share) if bar.share is not None else "" for bar in part.bars]
    names = [locale.show(bar.label) for bar in part.bars]
    left = _name_column(names, width)
    share_left = width - _column(shares, weight=400)
    right = max(share_left - _column(values, weight=600) - 4, left + 20)
    amounts = [bar.amount for bar in part.bars]
    low, high = min(0.0, *amounts, 0.0), max(0.0, *amounts, 0.0)
    place = Plane(low, high if high > low else 1.0, left, right, 0, max(len(names), 1), 0, tall)
    labels = [
        *_names(names, row, left),
        *(label(words, (share_left, _base(at, row)), fill="ink", align="right", weight=600, size=_NAME)
          for at, words in enumerate(values)),
        *(label(words, (width, _base(at, row)), align="right", size=_NAME) for at, words in enumerate(shares) if words),
    ]  # fmt: skip
    rows: dict[str, Rows] = {
        "bars": [_bar(bar, at, row, hovering(locale, medium)) for at, bar in enumerate(part.bars)],
        "zero": [hairline((place.x(0), place.x(0)), (0, tall), "axis")],
        WORDS: labels,
    }
    return Drawing(_bars_template(), width, tall, rows, {"bars": place})


def _bar_row(count: int, medium: Medium) -> int:
    if medium == "print":
        return 26 if count <= 5 else 20  # noqa: PLR2004
    return 26 if count <= 4 else 33 if count <= 7 else 20  # noqa: PLR2004


def _bar(bar: Bar, at: int, row: float, locale: Locale | None) -> dict[str, object]:
    half = min(6.0, row * 0.22) / row
    ends = {"x": 0, "x2": bar.amount, "y": at + 0.5 - half, "y2": at + 0.5 + half}
    key = f"{bar.key}{KEY}" if bar.key is not None else ""
    return {
        **ends,
        "fill": var(_ROLES[bar.role]),
        "about": key + bar_about(bar, locale) if locale else "",
    }


def bar_about(bar: Bar, locale: Locale) -> str:
    """The bar in words."""
    named: dict[str, Value] = {"label": bar.label, "value": bar.value}
    if bar.share is None:
        return locale.text(Text("charts.bar", named))
    return locale.text(Text("charts.bar_share", {**named, "share": bar.share}))


def dots(
    part: Dots, locale: Locale, *, width: float, height: float | None, medium: Medium
) -> Drawing:
    """Draw one dot a happening, one line a row, and a few dates below."""
    tall = height or len(part.rows) * (22 if medium == "print" else 23) + 22
    row = (tall - 22) / max(len(part.rows), 1)
    names = [locale.show(one.label) for one in part.rows]
    left = _name_column(names, width)
    span = max((part.end - part.start).days, 1)
    place = Plane(0, span, left + 4, width - 5, 0, max(len(names), 1), 0, tall - 22)
    happened = [
        {
            "x": (day - part.start).days,
            "y": at + 0.5,
            "shape": "circle",
            "fill": var("ac"),
            "stroke": "transparent",
        }
        for at, one in enumerate(part.rows)
        for day in one.days
        if part.start <= day <= part.end
    ]
    lines = [(at + 0.5) * row for at in range(len(names))]
    rows: dict[str, Rows] = {
        "dots": happened,
        "lines": [hairline((left, width), (y, y), "grid") for y in lines]
        + [hairline((left, width), (tall - 22, tall - 22), "axis")],
        WORDS: [*_names(names, row, left), *_dates(part, locale, place, tall - 6)],
    }
    return Drawing(_dots_template(), width, tall, rows, {"dots": place})


def _dates(part: Dots, locale: Locale, place: Plane, y: float) -> Iterator[dict[str, object]]:
    """First and last day, and between them every thirtieth from the first that has room."""
    last = locale.show(Day(part.end, "short"))
    free_to = place.right + 5 - text_width(last, 11)
    yield label(last, (place.right + 5, y), align="right")
    free_from, days = place.left - 4, 0
    while part.start + timedelta(days) < part.end:
        words = locale.show(Day(part.start + timedelta(days), "short"))
        room = text_width(words, 11)
        x = max(place.x(days) - room / 2, place.left - 4)
        if x >= free_from and x + room + 6 <= free_to:
            yield label(words, (x, y))
            free_from = x + room + 6
        days += max(30, (part.end - part.start).days // 12)


def dumbbell(
    part: Dumbbell, locale: Locale, *, width: float, height: float | None, medium: Medium
) -> Drawing:
    """Draw two shares a row, hollow and filled, joined by their difference."""
    tall = height or len(part.rows) * (20 if medium == "print" else 26)
    row = tall / max(len(part.rows), 1)
    names, gaps = (
        [locale.show(one.label) for one in part.rows],
        [locale.show(one.gap) for one in part.rows],
    )
    left, right = _name_column(names, width), width - _column(gaps, weight=600)
    ends = [share for one in part.rows for share in (one.hollow, one.filled)]
    low, high = min(0.0, *ends, 0.0), max(0.0, *ends, 0.0)
    place = Plane(
        low, high if high > low else 1.0, left + 6, right - 6, 0, max(len(names), 1), 0, tall
    )
    middles = [(at + 0.5) * row for at in range(len(names))]
    rows: dict[str, Rows] = {
        "lines": [hairline((left, right), (y, y), "grid") for y in middles],
        "gaps": [
            {"x": one.hollow, "x2": one.filled, "y": at + 0.5, "y2": at + 0.5, "fill": var(_tone(one, "py"))}
            for at, one in enumerate(part.rows)
        ],
        "shares": [ring for at, one in enumerate(part.rows) for ring in _rings(one, at + 0.5)],
        WORDS: [
            *_names(names, row, left),
            *(label(words, (width, _base(at, row)), fill=_tone(one, "ink3"), align="right", weight=600, size=_NAME)
              for at, (one, words) in enumerate(zip(part.rows, gaps, strict=True))),
        ],
    }  # fmt: skip
    return Drawing(_dumbbell_template(), width, tall, rows, {"shares": place})


def _rings(row: DumbbellRow, y: float) -> Rows:
    hollow = {
        "x": row.hollow,
        "y": y,
        "shape": "circle",
        "fill": var("surface"),
        "stroke": var("ink3"),
    }
    filled = {
        "x": row.filled,
        "y": y,
        "shape": "circle",
        "fill": var("ac"),
        "stroke": "transparent",
    }
    return [hollow, filled]


def _tone(row: DumbbellRow, otherwise: str) -> str:
    return {True: "good", False: "bad", None: otherwise}[row.better]


def two_shares_about(part: Dumbbell, row: DumbbellRow, locale: Locale) -> str:
    """The row in words."""
    shares = {
        "hollow": Percent(row.hollow),
        "filled": Percent(row.filled),
        "gap": row.gap,
        "label": row.label,
    }
    words = {"hollow_label": part.hollow_label, "filled_label": part.filled_label}
    return locale.text(Text("charts.two_shares", {**shares, **words}))


def _name_column(names: Sequence[str], width: float) -> float:
    """Width of the column of names with its gap: what the longest needs, within bounds."""
    longest = max((text_width(name, _NAME) for name in names), default=0.0)
    return max(min(longest, _LONGEST_NAME * width), 0.15 * width) + _GAP


def _column(words: Sequence[str], *, weight: Weight) -> float:
    longest = max((text_width(one, _NAME, weight=weight) for one in words), default=0.0)
    return longest + _GAP if longest else 0.0


def _names(names: Sequence[str], row: float, left: float) -> Iterator[dict[str, object]]:
    for at, name in enumerate(names):
        yield label(fit(name, left - _GAP + 1, _NAME), (0, _base(at, row)), fill="ink2", size=_NAME)


def _base(at: int, row: float) -> float:
    """Base line of a row's words."""
    return (at + 0.5) * row + 4
