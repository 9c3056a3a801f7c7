"""SVG text: made safe and small for a page, or literal for print; and two tiny charts that a table repeats by the hundred."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import isfinite
from typing import Any, TypeAlias

from wiseparts_nb.render.strokes import TEXT_STYLE, circle, line, polyline, rect, root
from wiseparts_nb.render.theme import HATCH, LIGHT, Palette, hatch_pattern

__all__ = [
    "KEY", "Extent", "bar", "extent", "literal", "spark", "tidy", "with_words",
]  # fmt: skip

KEY = "\u2063"  # invisible separator: what stands before it in a mark's description is the key of a click

_TAG = re.compile(r"<[^<>]*>")
_ROOT = re.compile(r"<svg[^>]*>")
_LEAVES_THE_PAGE = re.compile(r"</?a(?: [^<>]*)?>|<image [^<>]*>(?:</image>)?")
_DESCRIBED = re.compile(r'<path aria-label="([^"]*)"([^<>]*)/>')
_REPEATED = re.compile(r' (?:aria-[a-z]+|role|class|cursor|font-family)="[^"]*"| font-size="11px"')
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONG_NUMBER = re.compile(r"(\.\d\d)\d+")
_HALO = ' stroke="var(--surface)" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
_ID = re.compile(r'(?<= id=")(?!wp-)|(?<=url\(#)(?!wp-)')


def literal(svg: str, palette: Palette = LIGHT) -> str:
    """Return the SVG for a medium without style sheets: colours as hex, the hatch pattern inside.

    Only markup is touched; a label that reads ``var(--ac)`` stays.
    """
    if HATCH in svg:
        svg = _ROOT.sub(lambda root: f"{root[0]}<defs>{hatch_pattern()}</defs>", svg, count=1)
    return _TAG.sub(
        lambda tag: re.sub(r"var\(--(\w+)\)", lambda name: palette[name[1]], tag[0]), svg
    )


def tidy(svg: str) -> str:
    """Return what vl-convert wrote as a part of a page.

    Descriptions of marks become a ``<title>``, which browsers show on hover, and a ``data-key``. Other ARIA goes, for the
    wrapper carries the name; links and foreign pictures go, for a page asks nobody for anything. What every text
    repeats stands once at the root, coordinates have two decimals, ids a prefix of their own.
    """
    svg = _DESCRIBED.sub(_titled, _LEAVES_THE_PAGE.sub("", _NOT_XML.sub(" ", svg)))
    svg = _TAG.sub(lambda tag: _LONG_NUMBER.sub(r"\1", _REPEATED.sub("", tag[0])), svg)
    own = hashlib.sha256(svg.encode()).hexdigest()[:6]
    svg = _TAG.sub(lambda tag: _ID.sub(f"wp-{own}-", tag[0]), svg)
    return _ROOT.sub(_with_text_style, svg, count=1)


def _titled(mark: re.Match[str]) -> str:
    key, _, title = mark[1].rpartition(KEY)
    if not title:
        return f"<path{mark[2]}/>"
    handle = f' data-key="{key}"' if key else ""
    return f"<path{handle}{mark[2]}><title>{title}</title></path>"


def _with_text_style(found: re.Match[str]) -> str:
    return found[0].replace(' xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1"', "")[
        :-1
    ] + (TEXT_STYLE + ">")


def with_words(svg: str, words: Iterable[Mapping[str, Any]]) -> str:
    """Return the SVG with words on top: rows with text, x, y, fill, align, fontWeight and fontSize.

    A row with a ``halo`` is legible on whatever lies below.

    vl-convert measures every text that it draws (half a millisecond each), which words that have their place don't need.
    """
    return svg.removesuffix("</svg>") + "".join(map(_word, words)) + "</svg>"


def _word(row: Mapping[str, Any]) -> str:
    anchor = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}[
        row["align"]
    ]
    weight = "" if row["fontWeight"] == 400 else f' font-weight="{row["fontWeight"]}"'  # noqa: PLR2004
    size = "" if row["fontSize"] == 11 else f' font-size="{row["fontSize"]}px"'  # noqa: PLR2004
    at = f'x="{row["x"]:.2f}" y="{row["y"]:.2f}" fill="{row["fill"]}"'
    halo = _HALO if row.get("halo") else ""
    return f"<text {at}{anchor}{weight}{size}{halo}>{escape(row['text'], quote=False)}</text>"


def spark(
    values: Sequence[float],
    *,
    reference: float | None = None,
    earlier: Sequence[float] = (),
    width: int = 96,
    height: int = 24,
) -> str:
    """Return a sparkline: a line on its own scale (oldest first) with a point on the last value.

    The reference is dashed, and ``earlier`` a grey line behind: the same stretch a year before. Numbers without end are left out.
    """
    own, before = _finite(values), _finite(earlier)
    seen = [*own, *before, *([] if reference is None else [reference])]
    low, spread = min(seen, default=0), max(seen, default=0) - min(seen, default=0)

    def y(value: float) -> float:
        return height / 2 if spread == 0 else 3 + (1 - (value - low) / spread) * (height - 6)

    def places(course: Sequence[float]) -> list[tuple[float, float]]:
        step = (width - 6) / max(len(course) - 1, 1)
        return [(3 + index * step, y(value)) for index, value in enumerate(course)]

    drawn = ""
    if reference is not None:
        drawn += line((3, y(reference)), (width - 3, y(reference)), "var(--axis)", dash="2 2")
    drawn += polyline(places(before), "var(--py)", thick=1.2)
    drawn += polyline(places(own), "var(--ac)", thick=1.5)
    if own:
        drawn += circle(places(own)[-1], 2.5, "var(--ac)")
    return root(drawn, width, height)


def _finite(values: Iterable[float]) -> list[float]:
    return [value for value in values if isfinite(value)]


Extent: TypeAlias = tuple[float, float]
"""The least and the greatest amount that the bars of one column must hold, with zero among them."""


def extent(amounts: Iterable[float]) -> Extent:
    """Return the common scale of some bars."""
    known = _finite(amounts)
    return min(0.0, *known, 0.0), max(0.0, *known, 0.0)


def bar(amount: float, scale: Extent, *, colour: str, width: int = 72, height: int = 12) -> str:
    """Return one bar of a column: from the zero line, which stands at the same place in all of them.

    A bar that is not zero is at least 1 px long; an amount without end has none.
    """
    low, high = scale
    per_pixel = (high - low) / (width - 1) or 1.0
    zero = round(-low / per_pixel) + 0.5
    drawn = line((zero, 0), (zero, height), "var(--axis)")
    if amount and isfinite(amount):
        length = max(abs(amount) / per_pixel, 1.0)
        left = zero if amount > 0 else zero - length
        drawn = rect((left, left + length), 2, height - 4, f"var(--{colour})") + drawn
    return root(drawn, width, height)
