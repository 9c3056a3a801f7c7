"""Charts on paper: finished SVG in literal colours, the legend above it, and the words of who can't see it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from wiseparts_nb.card import (
    Bars,
    Bullet,
    Chance,
    Course,
    Dots,
    Dumbbell,
    Metric,
    Months,
    Panels,
    Path,
    Picture,
    Scatter,
)
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.charts import ChartPart, chart, describe
from wiseparts_nb.render.pdf_fit import clean
from wiseparts_nb.render.pdf_style import PX, Style
from wiseparts_nb.render.progress import bullet_legend
from wiseparts_nb.render.strokes import rect, root
from wiseparts_nb.render.svg import literal, spark
from wiseparts_nb.render.theme import HATCH
from wiseparts_nb.text import Text, Words

__all__ = ["Pictures", "capped", "gauge", "legend", "trend"]

_ONE_ROW = 6
"""Small multiples that stand side by side in one row."""
_SPARK = (96, 24)
"""Width and height of a sparkline in pixels."""


@dataclass(frozen=True)
class Pictures:
    """The charts of one document, each drawn once for all the styles that are tried."""

    locale: Locale
    drawn: dict[tuple[int, float, int | None], str] = field(default_factory=dict)
    parts: list[ChartPart] = field(default_factory=list)

    def of(self, part: ChartPart, room: float, style: Style) -> dict[str, Any]:
        """Return a chart ``room`` points wide, and what it says in words."""
        return {
            "svg": self._svg(part, room, _height(part, style)),
            "alt": clean(describe(part, self.locale)),
            "width": room,
        }

    def _svg(self, part: ChartPart, room: float, height: int | None) -> str:
        key = (self._number(part), room, height)
        if key not in self.drawn:
            svg = chart(part, self.locale, width=room / PX, height=height, medium="print")
            self.drawn[key] = literal(svg)
        return self.drawn[key]

    def _number(self, part: ChartPart) -> int:
        """The place of an equal part among those drawn: parts hold texts with values, which don't hash."""
        if part not in self.parts:
            self.parts.append(part)
        return self.parts.index(part)


def trend(part: Metric) -> dict[str, Any] | None:
    """Return the sparkline of a figure; the figure itself is printed beside it."""
    if len(part.trend) < 2:  # noqa: PLR2004  # a line needs two points
        return None
    width, height = _SPARK
    svg = literal(spark(part.trend, reference=part.reference, width=width, height=height))
    return {"svg": svg, "width": width * PX}


def gauge(one: Chance, room: float) -> str:
    """Return the bar of a chance, ``room`` points wide."""
    wide, high = room / PX, 8.0
    filled = wide * min(max(one.share, 0.0), 1.0)
    drawn = rect((0.5, wide - 0.5), 0.5, high - 1, "var(--surface2)", stroke="var(--border2)")
    if one.reached:
        drawn += rect((0, filled), 0, high, "var(--ac)")
    elif filled > 1:
        drawn += rect((0.5, filled - 0.5), 0.5, high - 1, HATCH, stroke="var(--ac)")
    return literal(root(drawn, wide, high))


def capped(part: ChartPart, most: int | None) -> tuple[ChartPart, int]:
    """Return the chart with at most that many rows, and how many it lost."""
    match part:
        case Bars(bars):
            return replace(part, bars=bars[:most]), len(bars) - len(bars[:most])
        case Dumbbell(rows):
            return replace(part, rows=rows[:most]), len(rows) - len(rows[:most])
        case Dots(rows):
            return replace(part, rows=rows[:most]), len(rows) - len(rows[:most])
        case Panels(panels):
            return replace(part, panels=panels[:most]), len(panels) - len(panels[:most])
        case Months() | Path() | Scatter() | Bullet() | Course() | Picture():
            return part, 0


def legend(part: ChartPart) -> list[tuple[str, Words]]:
    """Return the notation that the chart uses, and no more of it, as swatch and words."""
    match part:
        case Months(months):
            used = {
                "actual": True,
                "earlier": any(month.earlier for month in months),
                "projection": any(month.projected is not None for month in months),
                "better-worse": any(month.change is not None for month in months),
            }
            return [(swatch, Text(_SWATCHES[swatch])) for swatch, shown in used.items() if shown]
        case Dumbbell():
            return [("hollow", part.hollow_label), ("filled", part.filled_label)]
        case Bullet():
            return list(bullet_legend(part))
        case Scatter(points):
            roles = {point.role for point in points}
            used = [role for role in _ROLES if role in roles]
            return [(role, Text(f"html.{role}")) for role in used] if len(used) > 1 else []
        case _:
            return []


_ROLES = ("risk", "growth", "plain")
_SWATCHES = {
    "actual": "pdf.this_year",
    "earlier": "pdf.last_year",
    "projection": "pdf.projection",
    "better-worse": "pdf.better_worse",
}


def _height(part: ChartPart, style: Style) -> int | None:
    match part:
        case Months():
            return style.months
        case Path():
            return style.path
        case Panels(panels) if len(panels) <= _ONE_ROW:
            return style.panels
        case _:
            return None
