"""Names beside points: each where it is free, none over another, the most important first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from wiseparts_nb.render.fonts import fit, text_width

__all__ = ["Align", "Box", "Name", "Spot", "in_lines", "placed", "written"]

_SIZE = 11
_LONGEST = 190.0
_ABOVE, _BELOW = 8.0, 3.0
"""Px of a line of text above and below its base line."""
_APART = 3.0

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Box:
    """A part of the picture in px, from the upper left."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Whether it lies whole in the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Spot:
    """A point with a name: its middle and its radius in px."""

    name: str
    x: float
    y: float
    radius: float

    @property
    def box(self) -> Box:
        """The square around it."""
        return Box(
            self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius
        )


@dataclass(frozen=True)
class Name:
    """Where a name is written: its base line, and which end of it stands there."""

    words: str
    at: tuple[float, float]
    align: Align
    box: Box


def placed(
    spots: Sequence[Spot], *, room: Box, taken: Iterable[Box], most: int
) -> tuple[Name, ...]:
    """Return the names that find a free place beside their point, at most ``most``, the first first.

    A name lies within ``room``, over no other name, and over nothing that is ``taken``.
    """
    kept: list[Name] = []
    occupied = list(taken)
    for spot in spots:
        if len(kept) == most:
            break
        name = next((one for one in _places(spot) if _free(one.box, room, occupied)), None)
        if name is not None:
            kept.append(name)
            occupied.append(name.box)
    return tuple(kept)


def _free(box: Box, room: Box, occupied: Sequence[Box]) -> bool:
    return box.within(room) and not any(box.meets(other) for other in occupied)


def _places(spot: Spot) -> Iterator[Name]:
    """Beside the point at the right and at the left, above it and below it, then at its corners."""
    words = fit(spot.name, _LONGEST, _SIZE, weight=600)
    wide = text_width(words, _SIZE, weight=600)
    aside, level = spot.radius + 5, spot.y + 4
    above, below = spot.y - spot.radius - 5, spot.y + spot.radius + _ABOVE + 5
    near = spot.radius * 0.6
    yield _name(words, (spot.x + aside, level), "left", wide)
    yield _name(words, (spot.x - aside, level), "right", wide)
    yield _name(words, (spot.x, above), "center", wide)
    yield _name(words, (spot.x, below), "center", wide)
    for y in (above, below):
        yield _name(words, (spot.x + near, y), "left", wide)
        yield _name(words, (spot.x - near, y), "right", wide)


def in_lines(words: str, room: float, size: int, *, most: int) -> list[str]:
    """Return the words in at most ``most`` lines of ``room`` px; the last one ends with an ellipsis where they don't fit."""
    lines, rest = [""], words.split()
    while rest:
        longer = f"{lines[-1]} {rest[0]}".strip()
        if lines[-1] and len(lines) < most and text_width(longer, size) > room:
            lines.append("")
        else:
            lines[-1] = longer
            rest.pop(0)
    return [fit(line, room, size) for line in lines]


def written(row: Mapping[str, Any]) -> Box:
    """Return the room that the row of a text takes."""
    wide = text_width(row["text"], row["fontSize"], weight=row["fontWeight"])
    return _name(row["text"], (row["x"], row["y"]), row["align"], wide).box


def _name(words: str, at: tuple[float, float], align: Align, wide: float) -> Name:
    left = at[0] - {"left": 0.0, "center": 0.5, "right": 1.0}[align] * wide
    box = Box(left - _APART, at[1] - _ABOVE, left + wide + _APART, at[1] + _BELOW)
    return Name(words, at, align, box)
