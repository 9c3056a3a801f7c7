"""The bars of a month, as the twelve months and the small multiples share them: earlier behind actual, projection hatched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from wiseparts_nb.card import MonthBar
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.amounts import Shown
from wiseparts_nb.render.charts.marks import Rows, var
from wiseparts_nb.render.theme import HATCH
from wiseparts_nb.text import Day, Money, Percent, Text

__all__ = ["amounts_of", "key_of", "month_about", "month_bars", "month_whiskers"]


def amounts_of(months: Sequence[MonthBar]) -> list[Decimal]:
    """Every amount that the scale of some months must hold."""
    amounts = [
        (month.actual, month.earlier, month.projected, month.low, month.high) for month in months
    ]
    return [amount for own in amounts for amount in own if amount is not None]


def month_bars(
    months: Sequence[MonthBar],
    tell: Callable[[MonthBar], str] | None,
    *,
    bar: float,
    offset: float,
) -> Rows:
    """Return the rectangles of months that stand one unit apart.

    ``bar`` is a bar's width in that unit; the earlier bar is ``offset`` bars left of the middle, the actual one as much
    right of it. ``tell`` says what each tells on hover.
    """
    rows: Rows = []
    for index, month in enumerate(months):
        about = tell(month) if tell else ""
        for fill, shift, low, high in _pieces(month, offset):
            left = index + 0.5 + (shift - 0.5) * bar
            ends = {"x": left, "x2": left + bar, "y": low, "y2": high}
            rows.append(
                {
                    **ends,
                    "fill": fill,
                    "stroke": var("ac") if fill == HATCH else None,
                    "about": about,
                }
            )
    return rows


def _pieces(month: MonthBar, offset: float) -> list[tuple[str, float, float, float]]:
    """Fill, shift to the right in bars, and both ends, from back to front."""
    pieces: list[tuple[str, float, float, float]] = []
    if month.earlier:
        pieces.append((var("py"), -offset, 0.0, float(month.earlier)))
    if month.actual:
        pieces.append((var("ac"), offset, 0.0, float(month.actual)))
    if month.projected is not None and month.projected != month.actual:
        pieces.append((HATCH, offset, float(month.actual), float(month.projected)))
    return pieces


def key_of(month: MonthBar) -> str:
    """What a click on the month opens, empty where that is nothing."""
    return month.key or ""


def month_whiskers(months: Sequence[MonthBar], *, bar: float, offset: float) -> Rows:
    """Return the lines of the 80 % ranges: from low to high, with a cap at each end."""
    rows: Rows = []
    for index, month in enumerate(months):
        if month.low is None or month.high is None:
            continue
        middle = index + 0.5 + offset * bar
        low, high, cap = float(month.low), float(month.high), bar * 0.12
        lines = [
            (middle, middle, low, high),
            *((middle - cap, middle + cap, end, end) for end in (low, high)),
        ]
        rows += [{"x": x, "x2": x2, "y": y, "y2": y2, "fill": var("ink")} for x, x2, y, y2 in lines]
    return rows


def month_about(month: MonthBar, locale: Locale, shown: Shown = Money) -> str:
    """The month in words: amount, projection with its range, the year before, the change."""
    named = {"month": Day(month.month, "month_year"), "amount": shown(month.actual)}
    facts = [Text("charts.month", named)]
    if month.projected is not None:
        facts.append(Text("charts.projected", {"amount": shown(month.projected)}))
    if month.low is not None and month.high is not None:
        facts.append(Text("charts.between", {"low": shown(month.low), "high": shown(month.high)}))
    if month.earlier is not None:
        facts.append(Text("charts.year_before", {"amount": shown(month.earlier)}))
    if month.change is not None:
        facts.append(Text("charts.change", {"change": Percent(month.change, signed=True)}))
    return ", ".join(map(locale.text, facts))
