"""Charts within a card: one picture for each width that the card may have, its name, its notation and its data as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import TypeAlias

from markupsafe import Markup

from wiseparts_nb.card import Bullet, Course, Dumbbell, Months, Panels, Path, Picture, Scatter
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.charts import ChartPart, Medium, chart, describe, month_targets
from wiseparts_nb.render.html.compact import (
    gathered,
    merged,
    shortened,
    unquoted,
    untitled,
    without_keys,
)
from wiseparts_nb.render.html.stage import Link, Room
from wiseparts_nb.render.pdf_fit import clean
from wiseparts_nb.render.progress import bullet_legend
from wiseparts_nb.text import Text, Words

__all__ = ["Drawn", "drawn", "legend"]

_Variant: TypeAlias = tuple[str, int, Medium]
"""Class (the style sheet shows one of them for the room there is), width in px, and how it is drawn."""

_KEY = re.compile(r'(?<=<path|<rect) data-key="([^"]*)"')

_ANYWHERE: Sequence[_Variant] = (("only", 340, "html"),)
_WIDE_IN_A_THIRD: Sequence[_Variant] = (("wide", 398, "html"), ("slim", 288, "phone"))
_WIDE: Sequence[_Variant] = (("wide", 720, "html"), ("slim", 288, "phone"))
_WHOLE: Sequence[_Variant] = (("whole", 1310, "html"), *_WIDE)
_IN: Mapping[Room, Sequence[_Variant]] = {"third": _WIDE_IN_A_THIRD, "wide": _WIDE, "whole": _WHOLE}
_TALLER: Mapping[type, int] = {Path: 230, Panels: 170}
"""Heights of charts that often stand beside taller ones."""


@dataclass(frozen=True)
class Drawn:
    """What a template needs: the pictures as one piece of markup, and the name that lists the data."""

    pictures: Markup
    name: str


def drawn(part: ChartPart, locale: Locale, *, room: Room, link: Link | None) -> Drawn:
    """Return a chart for every width of its card.

    Months, panels and other pictures that fill their card have one for each width that ``room`` allows. With ``link``
    marks carry the address that their key opens. The charts for a phone have no titles for a pointer: nothing hovers there, and
    the table has the values.
    """
    filling = isinstance(part, Months | Panels | Picture | Scatter | Bullet | Course)
    variants = _IN[room] if filling else _ANYWHERE
    pictures = Markup().join(_picture(part, locale, variant, link=link) for variant in variants)
    return Drawn(pictures, clean(describe(part, locale)))


def _picture(part: ChartPart, locale: Locale, variant: _Variant, *, link: Link | None) -> Markup:
    name, width, medium = variant
    height = _TALLER.get(type(part)) if name != "slim" else None
    svg = shortened(chart(part, locale, width=width, height=height, medium=medium))
    if link is not None:
        svg = _linked(_targeted(svg, part, locale, variant), link)
    svg = without_keys(svg)
    if name == "slim":
        svg = untitled(svg)
    if isinstance(part, Months | Panels):
        svg = merged(svg)
    small = unquoted(gathered(svg)).replace("<svg", f"<svg class=wp-{name}", 1)
    return Markup(small)  # noqa: S704  # the charts escape their labels


def _targeted(svg: str, part: ChartPart, locale: Locale, variant: _Variant) -> str:
    """Return the SVG with one target a month on top, where the part has months; they say what the bars said."""
    if not isinstance(part, Months):
        return svg
    _, width, medium = variant
    targets = month_targets(part, locale, width=width, height=None, medium=medium)
    return without_keys(untitled(svg)).removesuffix("</svg>") + targets + "</svg>"


def _linked(svg: str, link: Link) -> str:
    """Return the SVG with addresses in place of keys; a key that opens nothing goes."""

    def address(key: re.Match[str]) -> str:
        href = link(unescape(key[1])) if key[1] else None
        return "" if href is None else f' data-href="{escape(href)}"'

    return _KEY.sub(address, svg)


def legend(part: ChartPart) -> tuple[tuple[str, Words], ...]:
    """Return the notation that the chart uses and does not write beside its marks: swatch and words."""
    if isinstance(part, Dumbbell):
        return (("hollow", part.hollow_label), ("filled", part.filled_label))
    if isinstance(part, Scatter):
        return _roles(part)
    if isinstance(part, Bullet):
        return bullet_legend(part)
    if not isinstance(part, Months):
        return ()
    found = [("actual", Text("html.this_year"))]
    if any(month.earlier is not None for month in part.months):
        found.append(("earlier", Text("html.last_year")))
    if any(month.projected is not None for month in part.months):
        found.append(("projection", Text("html.projection")))
    if any(month.change is not None for month in part.months):
        found.append(("change", Text("html.change")))
    return tuple(found)


def _roles(part: Scatter) -> tuple[tuple[str, Words], ...]:
    """The looks of points, where there's more than one."""
    used = {point.role for point in part.points}
    swatches = {"risk": "html.risk", "growth": "html.growth", "plain": "html.plain"}
    found = tuple((role, Text(words)) for role, words in swatches.items() if role in used)
    return found if len(found) > 1 else ()
