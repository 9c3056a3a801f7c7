"""Bullets: an amount on its way through thresholds, as SVG text; a table repeats a small one by the hundred."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import isfinite

from wiseparts_nb.render.fonts import legible, text_width
from wiseparts_nb.render.strokes import line, rect, root
from wiseparts_nb.render.theme import HATCH

__all__ = ["Tick", "mini_bullet", "reach", "without_room"]

_BEYOND_TICKS, _BEYOND_AMOUNTS = 1.1, 1.04
"""How far the scale runs beyond the last threshold, and beyond the largest amount."""
_LINE, _APART = 14, 8
"""Px from one line of a tick's words to the next, and between the words of two ticks."""
_SIZE = 11
_WHISKER, _AIR = 1.5, 1.0  # px of the range, and of the ground around it on the hatch
_MOST = 1e30  # beyond it, a float's own steps would be wider than the picture


@dataclass(frozen=True)
class Tick:
    """A threshold; ``lines`` are written above it where there is room, the lowest ``rank`` first."""

    at: float
    lines: tuple[str, ...] = ()
    rank: int = 0


def reach(
    actual: float,
    ends: Sequence[float],
    *,
    projected: float | None = None,
    between: tuple[float, float] | None = None,
) -> float:
    """Return the amount at the right end: a little beyond the last threshold or the range, whichever is further."""
    amounts = (actual, projected or 0.0, *(between or ()))
    most = max(
        max(ends, default=0.0) * _BEYOND_TICKS,
        max(filter(isfinite, amounts), default=0.0) * _BEYOND_AMOUNTS,
    )
    return min(most, _MOST) if most > 0 else 1.0


def mini_bullet(
    actual: float,
    ticks: Sequence[Tick] = (),
    *,
    projected: float | None = None,
    between: tuple[float, float] | None = None,
    width: float = 320,
    height: float = 24,
) -> str:
    """Return a bullet: bands between the ticks, the actual solid, the way to the projection hatched, its range a whisker.

    The scale runs from 0; what is below draws as nothing. ``height`` is without the ticks' lines of text, whose words never
    touch one another: what has no room is left out.
    """
    ticks = sorted(ticks, key=lambda tick: tick.at)
    ends = [tick.at for tick in ticks]
    scale = width / reach(actual, ends, projected=projected, between=between)
    head = _LINE * max((len(tick.lines) for tick in ticks), default=0) + (4 if ticks else 0)
    middle, thick = head + height / 2, round(height * 0.46)
    inside = [end for end in ends if 0 < end * scale < width]
    drawn = "".join(
        rect((start * scale, end * scale), head, height, f"var(--{'band' if place % 2 else 'surface2'})")
        for place, (start, end) in enumerate(pairwise([0.0, *inside, width / scale]))
    )  # fmt: skip
    solid = min(max(actual, 0) * scale, width)
    drawn += rect((0, solid), middle - thick / 2, thick, "var(--ac)")
    if projected is not None and projected > actual:
        drawn += _hatched((solid, min(max(projected, 0) * scale, width)), middle, thick)
    low, high = (min(max(bound, 0) * scale, width - 1) for bound in between or (0, 0))
    if between and projected is not None:
        drawn += _ground(low, min(high, projected * scale), middle)
    spots = [(tick, max(tick.at, 0) * scale) for tick in ticks]
    drawn += "".join(_mark(x, head, height, width) for _, x in spots)
    drawn += _words(spots, width)
    if between:
        drawn += _whisker(low, high, middle)
    return root(drawn, width, head + height + (2 if ticks else 0))


def without_room(ticks: Sequence[Tick], *, most: float, width: float) -> int:
    """Return of how many ticks the words have no room on a scale that ends at ``most``."""
    spots = [(tick, max(tick.at, 0) * width / most) for tick in ticks]
    return len(ticks) - len(_kept(spots, width))


def _hatched(x: tuple[float, float], middle: float, thick: float) -> str:
    """The way to the projection; its outline lies within it."""
    inner = (x[0] + 0.5, x[1] - 0.5) if x[1] - x[0] > 1 else x
    return rect(inner, middle - thick / 2 + 0.5, thick - 1, HATCH, stroke="var(--ac)")


def _mark(x: float, head: float, height: float, width: float) -> str:
    at = min(max(x, 1), width - 1)
    return line((at, head - 2), (at, head + height + 2), "var(--ink)", thick=2)


def _ground(left: float, right: float, middle: float) -> str:
    """What lets the range be seen on the hatch."""
    if right <= left:
        return ""
    thick = _WHISKER + 2 * _AIR
    return line((left, middle), (right, middle), "var(--surface)", thick=thick) + line(
        (left, middle - 5), (left, middle + 5), "var(--surface)", thick=thick
    )


def _whisker(left: float, right: float, middle: float) -> str:
    shafts = [((x, middle - 4), (x, middle + 4)) for x in (left, right)]
    shafts.append(((left, middle), (right, middle)))
    return "".join(line(*shaft, "var(--ink)", thick=_WHISKER) for shaft in shafts)


def _words(spots: Iterable[tuple[Tick, float]], width: float) -> str:
    """The words of those ticks that have room, over their tick or pushed aside as far as they still touch it."""
    return "".join(
        f'<text x="{_within(middle, text_width(words, _SIZE), width):.1f}" y="{_LINE * place + 11}" text-anchor="middle" '
        f'fill="var(--ink2)">{escape(words, quote=False)}</text>'
        for tick, middle in _kept(list(spots), width)
        for place, words in enumerate(map(legible, tick.lines))
    )


def _within(middle: float, wide: float, width: float) -> float:
    return min(max(middle, wide / 2), width - wide / 2)


def _kept(spots: Sequence[tuple[Tick, float]], width: float) -> list[tuple[Tick, float]]:
    """The ticks whose words are written, with the middle of their words."""
    kept: list[tuple[Tick, float]] = []
    middles: list[float] = []
    for spot in sorted(spots, key=lambda spot: spot[0].rank):
        tried = sorted([*kept, spot], key=lambda one: one[1])
        if any(spot[0].lines) and (found := _spread(tried, width)) is not None:
            kept, middles = tried, found
    return [(tick, middle) for (tick, _), middle in zip(kept, middles, strict=True)]


def _spread(spots: Sequence[tuple[Tick, float]], width: float) -> list[float] | None:
    """The middles of words that don't touch and still touch their own tick; None where there are none."""
    wide = [max(text_width(legible(one), _SIZE) for one in tick.lines) for tick, _ in spots]
    earliest: list[float] = []
    end = -float(_APART)
    for (_, x), room in zip(spots, wide, strict=True):
        earliest.append(max(x - room, 0.0, end + _APART))
        if earliest[-1] > min(x, width - room) + 0.01:
            return None
        end = earliest[-1] + room
    latest = float(width)
    bounds: list[float] = []
    for (_, x), room in zip(reversed(spots), reversed(wide), strict=True):
        bounds.append(min(x, width - room, latest - room))
        latest = bounds[-1] - _APART
    found: list[float] = []
    end = -float(_APART)
    for (_, x), room, first, last in zip(spots, wide, earliest, reversed(bounds), strict=True):
        left = min(max(x - room / 2, first, end + _APART), max(last, first))
        found.append(left + room / 2)
        end = left + room
    return found
