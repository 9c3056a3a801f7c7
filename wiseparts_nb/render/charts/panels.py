"""Small multiples: twelve months of several things on one scale."""

from __future__ import annotations

from functools import cache, partial

from wiseparts_nb.card import Panel, Panels
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.charts.marks import (
    PAGE,
    WORDS,
    Drawing,
    Medium,
    Plane,
    Rows,
    Template,
    hovering,
    label,
    plane,
    rect,
    rule,
    template,
    text,
    var,
)  # fmt: skip
from wiseparts_nb.render.charts.month_bars import amounts_of, month_about, month_bars
from wiseparts_nb.render.fonts import fit, text_width
from wiseparts_nb.text import Text, Value

__all__ = ["panel_about", "panels"]

_NARROWEST = 96  # px; below that, panels go to a second line
_GAP = 14
_HEAD = 34
_BARS = 64
_BETWEEN = 16  # px between lines of panels


@cache
def _template() -> Template:
    return template(plane("months", rect("bars"), rule("base")), plane(PAGE, text()))


def panels(
    part: Panels, locale: Locale, *, width: float, height: float | None, medium: Medium
) -> Drawing:
    """Draw the panels in as many equal columns as fit; one scale for all."""
    count = max(len(part.panels), 1)
    columns = max(1, min(count, int((width + _GAP) // (_NARROWEST + _GAP))))
    lines = -(-count // columns)
    columns = -(-count // lines)  # as even as can be
    across = (width - (columns - 1) * _GAP) / columns
    tall = height or lines * (_HEAD + _BARS) + (lines - 1) * _BETWEEN + 2
    down = (tall - 2 - (lines - 1) * _BETWEEN) / lines - _HEAD
    amounts = [float(amount) for panel in part.panels for amount in amounts_of(panel.months)]
    low, high = min(0.0, *amounts, 0.0), max(0.0, *amounts, 0.0)
    spread = high - low or 1.0
    tell = partial(month_about, locale=locale) if hovering(locale, medium) else None
    rows: dict[str, Rows] = {"bars": [], "base": [], WORDS: []}
    for place, panel in enumerate(part.panels):
        left, top = place % columns * (across + _GAP), place // columns * (_HEAD + down + _BETWEEN)
        zero = top + _HEAD + (high or spread) / spread * down
        rows[WORDS] += _head(panel, locale, (left, top), across)
        rows["base"].append(
            {"x": left, "x2": left + across, "y": -zero, "y2": -zero, "fill": var("axis")}
        )
        rows["bars"] += _moved(
            month_bars(panel.months, tell, bar=0.62, offset=0.22),
            across=(left, across / max(len(panel.months), 1)),
            upwards=(-zero, down / spread),
        )
    # One plane for all panels, upwards in px: each panel's months are put into it by its own zero line.
    page = Plane(0, width, 0, width, -tall, 0, tall, 0)
    return Drawing(_template(), width, tall, rows, {"months": page})


def _moved(rows: Rows, *, across: tuple[float, float], upwards: tuple[float, float]) -> Rows:
    """Put rectangles in months and money into px: from where, and how many a month or a euro."""
    for row in rows:
        row |= {end: across[0] + row[end] * across[1] for end in ("x", "x2")}
        row |= {end: upwards[0] + row[end] * upwards[1] for end in ("y", "y2")}
    return rows


def _head(panel: Panel, locale: Locale, at: tuple[float, float], across: float) -> Rows:
    left, top = at
    words = fit(locale.show(panel.label), across, 12, weight=600)
    rows = [label(words, (left, top + 11), fill="ink", weight=600, size=12)]
    change = locale.show(panel.change) if panel.change is not None else ""
    room = across - text_width(change, 11, weight=600) - 4
    rows.append(label(fit(locale.show(panel.total), room, 11), (left, top + 26), fill="ink2"))
    if change:
        fill = {True: "good", False: "bad", None: "ink3"}[panel.better]
        rows.append(label(change, (left + across, top + 26), fill=fill, align="right", weight=600))
    return rows


def panel_about(panel: Panel, locale: Locale) -> str:
    """The panel in words."""
    named: dict[str, Value] = {"label": panel.label, "total": panel.total}
    if panel.change is None:
        return locale.text(Text("charts.panel", named))
    return locale.text(Text("charts.panel_change", {**named, "change": panel.change}))
