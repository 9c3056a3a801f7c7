"""Months in two tiers: pins with the change against the year before, and bars in front of the year before's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from html import escape
from math import ceil

from wiseparts_nb.card import MonthBar, Months
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.amounts import shown_as
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
from wiseparts_nb.render.charts.month_bars import (
    amounts_of,
    key_of,
    month_about,
    month_bars,
    month_whiskers,
)
from wiseparts_nb.render.charts.units import PIECES, THOUSANDS, Unit, unit_of
from wiseparts_nb.render.fonts import legible, text_width
from wiseparts_nb.render.svg import KEY
from wiseparts_nb.text import Day, Number

__all__ = ["month_targets", "months"]

_HEIGHT = {"html": 300, "print": 275, "phone": 204}
_FEWEST_SLOTS = 6  # two months of history stay slim, at the left
_AXIS = 34
_PIN_TIER = 78
_PIN_WORDS = 20  # px above and below the pins for their labels
_LARGEST_CHANGE = 1.0  # a pin beyond 100 % ends in an arrow: it would flatten all others
_FLATTEST_TIER = 0.10  # changes that span less don't fill the tier
_TENFOLD = 10
_INSIDE = 18  # px of bar that a label within it needs


@cache
def _template() -> Template:
    return template(
        plane("pins", rule("zero", width=2), rule("stems", width=4), point("heads", size=38)),
        plane("bars", rect("bars"), rule("whiskers", width=1.5)),
        plane(PAGE, rule("base"), text()),
    )


@dataclass(frozen=True)
class _Frame:
    """Sizes and words that all months of one chart share; a step is a month's share of the width."""

    part: Months
    locale: Locale
    width: float
    height: float
    medium: Medium

    @property
    def months(self) -> tuple[MonthBar, ...]:
        return self.part.months

    @cached_property
    def slots(self) -> int:
        return max(len(self.months), _FEWEST_SLOTS)

    @cached_property
    def step(self) -> float:
        return (self.width - 4) / self.slots

    @cached_property
    def bar(self) -> float:
        """Width of a bar in steps."""
        return min(0.5, 36 / self.step)

    @cached_property
    def offset(self) -> float:
        return 0.2 if any(month.earlier is not None for month in self.months) else 0.0

    @cached_property
    def unit(self) -> Unit:
        amounts, money = amounts_of(self.months), self.part.unit == "money"
        if not money and self._fits(PIECES, amounts):
            return PIECES
        return unit_of(amounts, money=money)

    def _fits(self, unit: Unit, amounts: list[Decimal]) -> bool:
        shown = (unit.show(amount, self.locale) for amount in amounts)
        return all(text_width(one, self.size, weight=600) <= self.step - 2 for one in shown)

    @cached_property
    def size(self) -> int:
        return 10 if self.medium == "phone" else 11

    @cached_property
    def digits(self) -> int | None:
        """Decimals of the amounts; None where not even whole numbers fit side by side."""
        for digits in (self.unit.digits, 0) if self.medium != "phone" else (0,):
            if self.widest(digits) <= self.step - 2:
                return digits
        return None

    def widest(self, digits: int) -> float:
        shown = {
            self.unit.show(amount, self.locale, digits=digits) for amount in amounts_of(self.months)
        }
        return max((text_width(one, self.size, weight=600) for one in shown), default=0)

    @cached_property
    def inside(self) -> bool:
        """Whether the labels are as narrow as the bars."""
        return (
            self.digits is not None
            and self.medium != "phone"
            and self.widest(self.digits) <= self.bar * self.step
        )

    def tell(self, month: MonthBar) -> str:
        """What a month tells on hover, after what a click on it opens."""
        return f"{key_of(month)}{KEY}{month_about(month, self.locale, shown_as(self.part))}"

    def plane(self, low: float, high: float, *, bottom: float, top: float) -> Plane:
        return Plane(0, self.slots, 2, self.width - 2, low, high, bottom, top)


def months(
    part: Months, locale: Locale, *, width: float, height: float | None, medium: Medium
) -> Drawing:
    """Draw the months, the pins only where a change is known."""
    frame = _Frame(part, locale, width, height or _HEIGHT[medium], medium)
    changes = any(month.change is not None for month in part.months)
    pins, bars = _pin_plane(frame), _bar_plane(frame, below=_PIN_TIER if changes else 0)
    last = len(part.months)
    rows: dict[str, Rows] = {
        "bars": month_bars(
            part.months,
            frame.tell if hovering(locale, medium) else None,
            bar=frame.bar,
            offset=frame.offset,
        ),
        "whiskers": month_whiskers(part.months, bar=frame.bar, offset=frame.offset),
        "base": [hairline((2, bars.x(last)), (bars.y(0), bars.y(0)), "axis")],
        "zero": [{"x": 0, "x2": last, "y": 0, "y2": 0, "fill": var("py")}] if changes else [],
        "stems": list(_stems(frame)),
        "heads": list(_heads(frame)),
        WORDS: [
            *_pin_labels(frame, pins),
            *_amount_labels(frame, bars),
            *_month_labels(frame, bars),
        ],
    }
    if frame.unit not in {
        THOUSANDS,
        PIECES,
    }:  # a card's meta says thousands of euro, or what is counted
        rows[WORDS].append(label(frame.unit.name(locale), (2, bars.top - 16)))
    return Drawing(_template(), width, frame.height, rows, {"pins": pins, "bars": bars})


def month_targets(
    part: Months, locale: Locale, *, width: float, height: float | None, medium: Medium
) -> str:
    """Return one transparent rectangle a month, as high as the chart, which says and opens what its bars do.

    It is SVG text to lie on top of the same chart: a bar of a weak month would be hard to hit.
    """
    frame = _Frame(part, locale, width, height or _HEIGHT[medium], medium)
    rects: list[str] = []
    for index, month in enumerate(part.months):
        key, _, about = legible(frame.tell(month)).rpartition(KEY)
        title = "" if medium == "phone" else f"<title>{escape(about, quote=False)}</title>"
        at = f'x="{2 + index * frame.step:.1f}" y="0" width="{frame.step:.1f}" height="{frame.height:g}"'
        rects.append(f'<rect data-key="{escape(key)}" {at} fill="transparent">{title}</rect>')
    return "".join(rects)


def _pin_plane(frame: _Frame) -> Plane:
    drawn = [_clamped(month.change) for month in frame.months if month.change is not None]
    high, low = max(0.0, *drawn, 0.0), min(0.0, *drawn, 0.0)
    if high - low < _FLATTEST_TIER:
        stretch = _FLATTEST_TIER / (high - low) if high > low else 0.0
        high, low = (high * stretch, low * stretch) if stretch else (_FLATTEST_TIER, 0.0)
    return frame.plane(low, high, bottom=_PIN_TIER - (_PIN_WORDS if low else 2), top=_PIN_WORDS)


def _bar_plane(frame: _Frame, *, below: float) -> Plane:
    amounts = [float(amount) for amount in amounts_of(frame.months)]
    low, high = min(0.0, *amounts, 0.0), max(0.0, *amounts, 0.0)
    top = below + (18 if frame.unit == THOUSANDS else 30)
    bottom = frame.height - _AXIS - (14 if low else 0)
    return frame.plane(low, high if high > low else 1.0, bottom=bottom, top=top)


def _clamped(change: float) -> float:
    return max(-_LARGEST_CHANGE, min(_LARGEST_CHANGE, change))


def _changes(frame: _Frame) -> Iterator[tuple[float, float, MonthBar]]:
    """Middle of the month in steps and the change, for the months where there is one that can be seen."""
    for index, month in enumerate(frame.months):
        if month.change is not None and round(month.change, 2):
            yield index + 0.5, month.change, month


def _tone(change: float) -> str:
    return "good" if change > 0 else "bad"


def _stems(frame: _Frame) -> Iterator[dict[str, object]]:
    for x, change, _ in _changes(frame):
        yield {"x": x, "x2": x, "y": 0, "y2": _clamped(change), "fill": var(_tone(change))}


def _heads(frame: _Frame) -> Iterator[dict[str, object]]:
    for x, change, month in _changes(frame):
        colour = var(_tone(change))
        arrow = "triangle-up" if change > 0 else "triangle-down"
        shape = "square" if abs(change) <= _LARGEST_CHANGE else arrow
        fill = colour if month.projected is None else var("surface")
        yield {"x": x, "y": _clamped(change), "shape": shape, "fill": fill, "stroke": colour}


def _pin_labels(frame: _Frame, pins: Plane) -> Iterator[dict[str, object]]:
    free_from = {True: 0.0, False: 0.0}  # where the last label above or below the line ends
    for index, month in enumerate(frame.months):
        if month.change is None:
            continue
        percent, head = round(month.change * 100), pins.y(_clamped(month.change))
        words = frame.locale.show(Number(percent, signed=True))
        if month.change >= _TENFOLD:
            words = "×" + frame.locale.show(Number(round(month.change + 1)))
        x, half, above = (
            pins.x(index + 0.5),
            text_width(words, frame.size, weight=600) / 2,
            percent >= 0,
        )
        if x - half < free_from[above]:  # the title on hover, the table and the description have it
            continue
        free_from[above] = x + half
        at = (x, head - 8 if above else head + 16)
        fill = _tone(percent) if percent else "ink3"
        yield label(words, at, fill=fill, align="center", weight=600, size=frame.size)


def _amount_labels(frame: _Frame, bars: Plane) -> Iterator[dict[str, object]]:
    if frame.digits is None:
        return
    for index, month in enumerate(frame.months):
        words = frame.unit.show(month.actual, frame.locale, digits=frame.digits)
        tip, zero = bars.y(float(month.actual)), bars.y(0)
        if frame.inside and abs(tip - zero) >= _INSIDE:
            at = (
                bars.x(index + 0.5 + frame.offset * frame.bar),
                tip + 14 if tip < zero else tip - 6,
            )
            yield label(words, at, fill="surface", align="center", weight=600, size=frame.size)
            if month.projected is None:
                continue
        if month.projected is not None:
            words = frame.unit.show(month.projected, frame.locale, digits=frame.digits)
        yield label(
            words,
            _beyond(frame, bars, index),
            fill="ink",
            align="center",
            weight=600,
            size=frame.size,
        )


def _beyond(frame: _Frame, bars: Plane, index: int) -> tuple[float, float]:
    """Where a label stands free: above all that is drawn of a month, or below it where the month is negative."""
    month = frame.months[index]
    heights = [bars.y(float(amount)) for amount in amounts_of([month])] + [bars.y(0)]
    negative = (month.actual if month.projected is None else month.projected) < 0
    return bars.x(index + 0.5), max(heights) + 12 if negative else min(heights) - 5


def _month_labels(frame: _Frame, bars: Plane) -> Iterator[dict[str, object]]:
    names = [frame.locale.show(Day(month.month, "axis")) for month in frame.months]
    short = frame.medium == "phone" or any(
        text_width(name, frame.size) > frame.step - 4 for name in names
    )
    shown_every = ceil(10 / frame.step)
    top = frame.height - _AXIS + 15
    for index, month in enumerate(frame.months):
        x = bars.x(index + 0.5)
        if index % shown_every == 0:
            name = names[index][:1].upper() if short else names[index]
            yield label(name, (x, top), fill="ink2", align="center", size=frame.size)
        if index == 0 or month.month.month == 1:
            year = f"’{month.month:%y}" if short else f"{month.month.year}"
            yield label(year, (x, top + 13), fill="ink2", align="center", size=frame.size)
