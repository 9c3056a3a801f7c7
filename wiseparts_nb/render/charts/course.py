"""A period as cumulative lines through its tiers, and below it actual minus expected by month.

Written as SVG text: its lines need no chart engine, and its words are placed by what they must not touch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from wiseparts_nb.card import Course, Gap
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.amounts import shown_as
from wiseparts_nb.render.charts.course_frame import Frame
from wiseparts_nb.render.charts.course_gaps import Gaps
from wiseparts_nb.render.charts.course_words import ends, plot_words
from wiseparts_nb.render.charts.marks import Medium, Rows, hovering, label
from wiseparts_nb.render.fonts import text_width
from wiseparts_nb.render.progress import tier_fact
from wiseparts_nb.render.strokes import area, circle, line, polyline, root, titled
from wiseparts_nb.render.svg import with_words
from wiseparts_nb.text import Day, Text, Value

__all__ = ["actual_by", "course", "course_facts"]

_HEIGHT = {"html": 366, "print": 290, "phone": 310}
_TOP = 22
_AXIS, _YEARS = 22, 14
"""Px below the plot for the months' names, and for a line of years."""
_PANEL = 92
_GAP = 8
_LARGEST_PART = 0.42
"""Of the width, for the labels at the right."""
_LETTER = 11  # px of a month that a capital and some air need
_STRIDES = (1, 3, 6)
_DOTS_APART = 9  # px under which the dots of the expected path would be a chain


def course(
    part: Course, locale: Locale, *, width: float, height: float | None, medium: Medium
) -> str:
    """Draw the period; its end labels take what room their words need."""
    high = height or _HEIGHT[medium]
    panel = _PANEL if part.gaps else 0
    years = _YEARS if part.start.year != part.end.year else 0
    bottom = high - panel - _AXIS - years - (4 if panel else 0)
    frame = Frame(part, locale, width, medium, 3, width, _TOP, bottom)
    found = ends(frame)
    room = max((end.room for end in found), default=0) + _GAP + 2
    frame = replace(frame, right=width - max(min(room, _LARGEST_PART * width), 8))
    gaps = Gaps(frame, high - panel, high)
    drawn = _lines(frame) + (gaps.marks() if panel else "") + _axis(frame)
    if hovering(locale, medium):
        drawn += "".join(_hover(frame, gaps.bottom if panel else frame.bottom))
    words = [*_months(frame), *(gaps.words() if panel else ()), *plot_words(frame, found)]
    return with_words(root(drawn, width, high), words)


def _lines(frame: Frame) -> str:
    upper, lower = frame.range_edges
    drawn = area([*upper, *reversed(lower)], "var(--band)") if upper else ""
    for tier in frame.tiers:
        y = round(frame.y(tier.at)) + 0.5
        drawn += line((frame.left, y), (frame.right, y), "var(--axis)")
    expected, actual, projected = frame.expected_line, frame.actual_line, frame.projected_line
    drawn += polyline(expected, "var(--ink3)", thick=1)
    if len(expected) < 2 or (frame.right - frame.left) / len(expected) >= _DOTS_APART:  # noqa: PLR2004
        drawn += "".join(_hollow(point) for point in expected)
    drawn += polyline(projected, "var(--ac)", thick=2, dash="4 3")
    drawn += polyline(actual, "var(--ac)", thick=2.5)
    if actual:
        drawn += circle(actual[-1], 4, "var(--ac)")
    if projected:
        drawn += circle(projected[-1], 3.5, "var(--surface)", edge=2)
    return drawn


def _hollow(point: tuple[float, float]) -> str:
    return circle(point, 2.2, "var(--surface)", edge=1).replace("--ac", "--ink3")


def _axis(frame: Frame) -> str:
    """The line of zero, and a mark where a year ends."""
    zero = round(frame.y(0)) + 0.5
    drawn = line((frame.left, zero), (frame.right, zero), "var(--axis)")
    for span in frame.months[1:]:
        if span.month.month == 1:
            drawn += line((span.left, frame.bottom), (span.left, frame.bottom + 6), "var(--axis)")
    return drawn


def _months(frame: Frame) -> Rows:
    """Months under their part of the axis: all of them, their letters, or every third or sixth; years below where there are two."""
    rows: Rows = []
    step = (frame.right - frame.left) / max(len(frame.months), 1)
    names = [frame.locale.show(Day(span.month, "axis")) for span in frame.months]
    widest = max((text_width(name, 11) for name in names), default=0) + 6
    letters = widest > step >= _LETTER
    every = 1 if letters else next((one for one in _STRIDES if widest <= one * step), 12)
    y, end = frame.bottom + 16, -1.0
    for span, name in zip(frame.months, names, strict=True):
        if (span.month.month - 1) % every and len(frame.months) > every:
            continue
        words = name[:1].upper() if letters else name
        half = text_width(words, 11) / 2
        middle = min(max(span.middle, frame.left + half), frame.width - half)
        if middle - half < end + 2:
            continue
        end = middle + half
        rows.append(label(words, (middle, y), align="center"))
    return [*rows, *_years(frame)]


def _years(frame: Frame) -> Iterator[dict[str, object]]:
    if frame.part.start.year == frame.part.end.year:
        return
    end = -1.0
    for year in sorted({span.month.year for span in frame.months}):
        own = [span for span in frame.months if span.month.year == year]
        half = text_width(str(year), 11) / 2
        middle = min(max((own[0].left + own[-1].right) / 2, half), frame.width - half)
        if middle - half > end + 2:
            yield label(
                str(year), (middle, frame.bottom + 16 + _YEARS), fill="ink2", align="center"
            )
            end = middle + half


def _hover(frame: Frame, bottom: float) -> Iterator[str]:
    """One see-through column a month, which says its amounts."""
    known = {gap.month.replace(day=1): gap for gap in frame.part.gaps}
    for span in frame.months:
        gap = known.get(span.month)
        if gap is not None:
            yield titled(
                (span.left, span.right), (_TOP, bottom), _gap_fact(frame.part, gap, frame.locale)
            )


def actual_by(part: Course, month: date) -> Decimal | None:
    """Return what had come by the end of a month, None before anything had."""
    following = (month.replace(day=1) + timedelta(32)).replace(day=1)
    return next((one.amount for one in reversed(part.actual) if one.day < following), None)


def _gap_fact(part: Course, gap: Gap, locale: Locale) -> str:
    """Say a month: what had come, what was expected, and their difference."""
    shown = shown_as(part)
    actual = actual_by(part, gap.month)
    values: dict[str, Value] = {
        "month": Day(gap.month, "month_year"),
        "gap": shown_as(part, signed=True)(gap.amount),
    }
    if actual is None:
        return locale.text(Text("charts.gap", values))
    values |= {"actual": shown(actual), "expected": shown(actual - gap.amount)}
    return locale.text(Text("charts.gap_of", values))


def course_facts(part: Course, locale: Locale) -> Iterator[str]:
    """What the course shows, in words: today, the projection, what was expected, the tiers, the months."""
    shown = shown_as(part)

    def say(message: str, **values: Value) -> str:
        return locale.text(Text(f"charts.{message}", values))

    if part.actual:
        yield say("day", day=Day(part.actual[-1].day), amount=shown(part.actual[-1].amount))
    if part.projected:
        last = part.projected[-1]
        yield say("projection", amount=shown(last.amount))
        if last.low is not None and last.high is not None:
            yield say("between", low=shown(last.low), high=shown(last.high))
    if part.expected:
        last = part.expected[-1]
        yield say("expected_by", day=Day(last.day), amount=shown(last.amount))
    for tier in part.tiers:
        yield tier_fact(tier, locale)
    for gap in part.gaps:
        yield _gap_fact(part, gap, locale)
