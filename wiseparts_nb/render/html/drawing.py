"""Charts within a card: one picture for each width that the card may have, its name, its notation and its data as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup

from wiseparts_nb.card import Dumbbell, Months, Panels, Path, Picture
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.charts import ChartPart, Medium, chart, describe
from wiseparts_nb.render.html.compact import gathered, merged, shortened, untitled, without_keys
from wiseparts_nb.render.pdf_fit import clean
from wiseparts_nb.text import Text, Words

__all__ = ["Drawn", "drawn", "legend"]

_Variant: TypeAlias = tuple[str, int, Medium]
"""Class (the style sheet shows one of them for the room there is), width in px, and how it is drawn."""

_THIRD: Sequence[_Variant] = (("wide", 398, "html"), ("slim", 288, "phone"))
_FULL: Sequence[_Variant] = (("wide", 780, "html"), ("slim", 288, "phone"))
_FULL_MONTHS: Sequence[_Variant] = (
    ("wide", 780, "html"),
    ("middle", 480, "html"),
    ("slim", 288, "phone"),
)
_TALLER: Mapping[type, int] = {Path: 290, Panels: 184}
"""Heights of charts that often stand beside taller ones."""


@dataclass(frozen=True)
class Drawn:
    """What a template needs: the pictures as one piece of markup, and the name that lists the data."""

    pictures: Markup
    name: str
    room: str


def drawn(part: ChartPart, locale: Locale, *, full: bool, keys: bool) -> Drawn:
    """Return a chart for every width of its card.

    ``full`` cards are wider than a third of the page. ``keys`` keeps what a click drills into, for pages that listen.
    The charts for a phone have no titles for a pointer: nothing hovers there, and the table has the values.
    """
    large = full and isinstance(part, Months | Panels | Picture)
    variants = _THIRD if not large else _FULL_MONTHS if isinstance(part, Months) else _FULL
    pictures = Markup().join(_picture(part, locale, variant, keys=keys) for variant in variants)
    return Drawn(pictures, clean(describe(part, locale)), "full" if large else "third")


def _picture(part: ChartPart, locale: Locale, variant: _Variant, *, keys: bool) -> Markup:
    name, width, medium = variant
    height = _TALLER.get(type(part)) if name == "wide" else None
    svg = shortened(chart(part, locale, width=width, height=height, medium=medium))
    if not keys:
        svg = without_keys(svg)
    if name != "wide":
        svg = untitled(svg)
    if isinstance(part, Months | Panels):
        svg = merged(svg)
    return Markup(gathered(svg).replace("<svg", f'<svg class="wp-{name}"', 1))  # noqa: S704  # the charts escape their labels


def legend(part: ChartPart) -> tuple[tuple[str, Words], ...]:
    """Return the notation that the chart uses and does not write beside its marks: swatch and words."""
    if isinstance(part, Dumbbell):
        return (("hollow", part.hollow_label), ("filled", part.filled_label))
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
