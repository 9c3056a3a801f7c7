"""A month as cumulative lines by working day: earlier grey, actual bold, projection dashed in its 80 % range."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from wiseparts_nb.card import Path, PathPoint
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.charts.marks import (
    PAGE,
    WORDS,
    Drawing,
    Medium,
    Plane,
    Rows,
    Template,
    area,
    hairline,
    hovering,
    label,
    line,
    plane,
    point,
    rect,
    rule,
    template,
    text,
    var,
)  # fmt: skip
from wiseparts_nb.render.charts.units import THOUSANDS, Unit, ticks, unit_of
from wiseparts_nb.render.fonts import Weight, fit, text_width
from wiseparts_nb.text import Day, Money, Text, Words

__all__ = ["path"]

_HEIGHT = {"html": 178, "print": 150, "phone": 150}
_APART = 14  # px between the base lines of two end labels
_CLOSE = 26  # px in which a label has no room
_GAP = 8
_SLIGHT = 0.06
"""A credit of less than this part of the highest amount needs no level below zero."""


@cache
def _template() -> Template:
    return template(
        plane(PAGE, rule("lines")),
        plane(
            "path",
            area("range", colour="band"),
            line("earlier", colour="py", width=1.5),
            line("projected", colour="ac", width=2, dash=(4, 3)),
            line("actual", colour="ac", width=2.5),
            point("ends", size=48),
            rect("days"),
        ),
        plane(PAGE, text()),
    )


@dataclass(frozen=True)
class _EndLabel:
    words: str
    y: float
    weight: Weight
    fill: str


@dataclass(frozen=True)
class _Frame:
    part: Path
    locale: Locale
    width: float
    height: float

    @cached_property
    def days(self) -> list[date]:
        """The working days that any of the lines knows, in order; the lines start from zero before the first."""
        points = (*self.part.actual, *self.part.projected, *self.part.earlier)
        return sorted({point.day for point in points})

    @cached_property
    def projected(self) -> tuple[PathPoint, ...]:
        """The projection with today, from which it starts."""
        today = self.part.actual[-1:]
        if not self.part.projected or not today or self.part.projected[0].day <= today[0].day:
            return self.part.projected
        start = PathPoint(today[0].day, today[0].amount, today[0].amount, today[0].amount)
        return (start, *self.part.projected)

    @cached_property
    def amounts(self) -> list[float]:
        points = (*self.part.actual, *self.projected, *self.part.earlier)
        known = (amount for point in points for amount in (point.amount, point.low, point.high))
        return [float(amount) for amount in known if amount is not None]

    @cached_property
    def unit(self) -> Unit:
        points = (*self.part.actual, *self.projected, *self.part.earlier)
        return unit_of(point.amount for point in points)

    @cached_property
    def levels(self) -> list[float]:
        low, high = min(self.amounts, default=0), max(self.amounts, default=0)
        return ticks(0 if 0 < -low < _SLIGHT * high else low, high)

    @cached_property
    def level_words(self) -> list[str]:
        scaled = [level / self.unit.divisor for level in self.levels]
        digits = 0 if all(abs(level - round(level)) < 1e-6 for level in scaled) else 1  # noqa: PLR2004
        return [self.unit.show(level, self.locale, digits=digits) for level in self.levels]

    @cached_property
    def end_labels(self) -> list[_EndLabel]:
        """What stands at the lines' right ends, at the height of the lines."""
        labels: list[_EndLabel] = []
        if self.part.earlier:
            named = {"label": self.part.earlier_label or Text("charts.before")}
            labels.append(self._ending("earlier", self.part.earlier[-1], **named))
        if self.part.projected:
            labels.append(self._ending("projection", self.part.projected[-1]))
        elif self.part.actual:
            labels.append(self._ending("actual", self.part.actual[-1]))
        return labels

    def _ending(self, message: str, last: PathPoint, **named: Words) -> _EndLabel:
        shown = self.unit.show(last.amount, self.locale)
        words = self.locale.text(Text(f"charts.{message}", {**named, "amount": shown}))
        grey = message == "earlier"
        return _EndLabel(words, float(last.amount), 400 if grey else 600, "ink3" if grey else "ink")

    def index(self, day: date) -> int:
        return self.days.index(day) + 1

    def line(self, points: Sequence[PathPoint], *, from_zero: bool = True) -> Rows:
        start: Rows = [{"x": 0, "y": 0}] if from_zero and points else []
        return start + [{"x": self.index(point.day), "y": float(point.amount)} for point in points]


def path(
    part: Path, locale: Locale, *, width: float, height: float | None, medium: Medium
) -> Drawing:
    """Draw the month; its end labels take what room their words need, at most 45 % of the width."""
    frame = _Frame(part, locale, width, height or _HEIGHT[medium])
    left = max(text_width(words, 11) for words in frame.level_words) + 2 * _GAP
    words = max(
        (text_width(end.words, 11, weight=end.weight) for end in frame.end_labels), default=0
    )
    right = width - min(words + _GAP, 0.45 * width) - 2
    days = Plane(
        0, max(len(frame.days), 1), left, right,
        frame.levels[0], frame.levels[-1], frame.height - 24, 8 if frame.unit == THOUSANDS else 24,
    )  # fmt: skip
    rows: dict[str, Rows] = {
        "lines": [*_grid(frame, days), *_day_ticks(frame, days)],
        "range": _range(frame),
        "earlier": frame.line(part.earlier),
        "actual": frame.line(part.actual),
        "projected": frame.line(frame.projected, from_zero=not part.actual),
        "ends": list(_ends(frame)),
        "days": list(_hover(frame)) if hovering(locale, medium) else [],
        WORDS: [
            *_level_labels(frame, days),
            *_day_labels(frame, days),
            *_today(frame, days),
            *_placed(frame, days),
        ],
    }
    return Drawing(_template(), width, frame.height, rows, {"path": days})


def _grid(frame: _Frame, days: Plane) -> Iterator[dict[str, object]]:
    for level in frame.levels:
        y = days.y(level)
        yield hairline((days.left, days.right), (y, y), "grid" if level else "axis")


def _level_labels(frame: _Frame, days: Plane) -> Iterator[dict[str, object]]:
    for level, words in zip(frame.levels, frame.level_words, strict=True):
        yield label(words, (days.left - _GAP, days.y(level) + 4), align="right")
    if frame.unit != THOUSANDS:  # a card's meta says thousands
        yield label(frame.unit.name(frame.locale), (0, 10))


def _shown_days(frame: _Frame, days: Plane) -> dict[date, str]:
    """First, last and current day with their labels; the current one goes where it would touch another."""
    if not frame.days:
        return {}
    first, last = frame.days[0], frame.days[-1]
    shown = {first: frame.locale.show(Day(first, "short"))}
    after_first = days.x(1) + text_width(shown[first], 11) / 2 + 14
    if days.x(frame.index(last)) > after_first:
        shown[last] = frame.locale.show(Day(last, "number"))
    today = frame.part.actual[-1].day if frame.part.actual else last
    if after_first < days.x(frame.index(today)) < days.x(frame.index(last)) - 20:
        shown[today] = frame.locale.show(Day(today, "number"))
    return shown


def _day_ticks(frame: _Frame, days: Plane) -> Iterator[dict[str, object]]:
    for day in _shown_days(frame, days):
        x = days.x(frame.index(day))
        yield hairline((x, x), (days.bottom, days.bottom + 4), "axis")


def _day_labels(frame: _Frame, days: Plane) -> Iterator[dict[str, object]]:
    for day, words in _shown_days(frame, days).items():
        yield label(words, (days.x(frame.index(day)), days.bottom + 18), align="center")


def _range(frame: _Frame) -> Rows:
    """The range, which begins as a point where the projection does."""
    points = frame.projected
    if all(point.low is None or point.high is None for point in points):
        return []
    return [
        {
            "x": frame.index(point.day),
            "y": float(point.amount if point.low is None else point.low),
            "y2": float(point.amount if point.high is None else point.high),
        }
        for point in points
    ]


def _ends(frame: _Frame) -> Iterator[dict[str, object]]:
    """Today filled, the end of the month hollow."""
    ends = [(frame.part.actual, "ac"), (frame.part.projected, "surface")]
    for points, fill in ends:
        if points:
            x, y = frame.index(points[-1].day), float(points[-1].amount)
            yield {"x": x, "y": y, "shape": "circle", "fill": var(fill), "stroke": var("ac")}


def _hover(frame: _Frame) -> Iterator[dict[str, object]]:
    """One see-through column a day, whose title says the day's amounts."""
    told = {point.day: point for point in (*frame.projected, *frame.part.actual)}
    before = {point.day: point for point in frame.part.earlier}
    for day in frame.days:
        if day not in told:
            continue
        about = frame.locale.text(
            Text("charts.day", {"day": Day(day), "amount": Money(told[day].amount)})
        )
        if day in before:
            about += ", " + frame.locale.text(
                Text("charts.earlier", {"label": frame.part.earlier_label or Text("charts.before"),
                                        "amount": Money(before[day].amount)}),
            )  # fmt: skip
        x, low, high = frame.index(day), frame.levels[0], frame.levels[-1]
        yield {
            "x": x - 0.5,
            "x2": x + 0.5,
            "y": low,
            "y2": high,
            "fill": "transparent",
            "about": about,
        }


def _today(frame: _Frame, days: Plane) -> Iterator[dict[str, object]]:
    """The amount to date beside its point: above it, or below where the earlier line passes closely above."""
    if not frame.part.actual or not frame.part.projected:
        return
    today = frame.part.actual[-1]
    words = frame.unit.show(today.amount, frame.locale)
    x, y = days.x(frame.index(today.day)), days.y(float(today.amount))
    before = [days.y(float(point.amount)) for point in frame.part.earlier if point.day <= today.day]
    crossed = bool(before) and 0 < y - before[-1] < _CLOSE
    left = x - 5 - text_width(words, 11, weight=600)
    if crossed and y + _CLOSE < days.y(0):
        yield label(words, (x + 7, y + 16), fill="ink", weight=600)
    else:
        yield label(
            words,
            (max(left, days.left + 2), y - (9 if left > days.left else 16)),
            fill="ink",
            weight=600,
        )


def _placed(frame: _Frame, days: Plane) -> Iterator[dict[str, object]]:
    """The end labels from the top down, each far enough below the one above, all within the plot."""
    ends = sorted(frame.end_labels, key=lambda end: end.y, reverse=True)
    places = [days.y(end.y) + 4 for end in ends]
    for place in range(1, len(ends)):
        places[place] = max(places[place], places[place - 1] + _APART)
    over = max(0.0, places[-1] - days.bottom) if places else 0.0
    room = frame.width - days.right - _GAP
    for end, y in zip(ends, places, strict=True):
        words = fit(end.words, room, 11, weight=end.weight)
        yield label(words, (days.right + _GAP, y - over), fill=end.fill, weight=end.weight)
