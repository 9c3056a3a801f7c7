"""Points in a plane: most of them grey, those at risk and those that grow in a colour and a shape of their own, a few with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import floor, isfinite, log10, pi, sqrt
from typing import Any

from wiseparts_nb.card import Scatter, ScatterPoint
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.charts.marks import (
    PAGE,
    WORDS,
    Drawing,
    Layers,
    Medium,
    Plane,
    Rows,
    Template,
    hairline,
    hovering,
    label,
    line,
    plane,
    point,
    rule,
    template,
    text,
    var,
)  # fmt: skip
from wiseparts_nb.render.charts.names import Align, Box, Spot, in_lines, placed, written
from wiseparts_nb.render.fonts import fit, text_width
from wiseparts_nb.render.svg import KEY
from wiseparts_nb.text import Listing, Number, Percent, Text, Value, Words

__all__ = ["point_about", "scatter", "scatter_facts"]

_HEIGHT = {"html": 330, "print": 250, "phone": 292}
_LARGEST = {"html": 420.0, "print": 260.0, "phone": 200.0}
"""Area in square px of the point with the greatest size."""
_SMALLEST = {"plain": 10.0, "risk": 26.0, "growth": 26.0}
"""Area below which no point gets."""
_OPACITY = 0.45
_NAMES = {"html": 8, "print": 6, "phone": 4}
_MOST_ALONE = 1000
"""Plain points that can be pointed at one by one; beyond, they are a crowd in a few paths."""
_SHEETS = 4
"""Paths that a crowd is dealt out to, so that it is darker where it is dense."""
_WIDTHS = (4.0, 5.5, 8.0, 12.0)
"""Diameters of a crowd's points."""
_MANY = 3000
"""Points of a crowd from which on it is thinned."""
_SHARE_SHOWN = 0.95
_LEAST = 0.05
_TOP, _BOTTOM, _LEFT, _SIZE = 22, 40, 46, 11
_WIDEST_SCALE = 0.3
"""Part of the width that the labels of the upward axis may take."""
_LOOKS = {
    "plain": ("circle", "py", _OPACITY),
    "risk": ("circle", "bad", 1.0),
    "growth": ("diamond", "good", 1.0),
}
_CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")


@cache
def _template() -> Template:
    return template(
        plane(PAGE, rule("grid")),
        plane(PAGE, rule("zero", width=1.5)),
        _crowd(),
        _points(),
        plane(PAGE, text()),
    )


def _crowd() -> Layers:
    """Broken lines of no length, whose round ends are the points: a few paths for thousands of them."""
    widths = [line(f"crowd_{width:g}", colour="py", width=width) for width in _WIDTHS]
    crowd = plane(PAGE, *widths)
    for one in crowd.layer["layer"]:
        one["mark"] |= {"strokeOpacity": _OPACITY, "strokeCap": "round"}
        one["encoding"] |= {
            "detail": {"field": "sheet", "type": "nominal"},
            "order": {"field": "place", "type": "quantitative"},
        }
    return crowd


def _points() -> Layers:
    """Points of an area and an opacity of their own, which say who they are."""
    points = plane("field", point("points", size=10))
    mark, encoding = points.layer["layer"][0]["mark"], points.layer["layer"][0]["encoding"]
    mark |= {"strokeWidth": 1, "aria": True}
    encoding |= {
        "size": _as_it_is("area"),
        "fillOpacity": _as_it_is("opacity"),
        "description": {"field": "about", "type": "nominal"},
    }
    return points


def _as_it_is(field: str) -> dict[str, object]:
    return {"field": field, "type": "quantitative", "scale": None, "legend": None}


@dataclass(frozen=True)
class _Frame:
    """Sizes, words and known points of one chart."""

    part: Scatter
    locale: Locale
    width: float
    height: float
    medium: Medium

    @cached_property
    def points(self) -> list[ScatterPoint]:
        """Every point that has a place."""
        return [one for one in self.part.points if isfinite(one.x) and isfinite(one.y)]

    @cached_property
    def plane(self) -> Plane:
        x, y = self.limit("x"), self.limit("y")
        scale = max(text_width(_percent(level, self.locale), _SIZE) for level in (-y, y)) + 9
        left = min(max(_LEFT, scale), self.width * _WIDEST_SCALE)
        return Plane(-x, x, left, self.width - 1, -y, y, self.height - _BOTTOM, _TOP)

    def limit(self, axis: str) -> float:
        """Where an axis ends on both sides: 95 of 100 points lie within, and named ones that are not far beyond."""
        sizes = sorted(abs(getattr(one, axis)) for one in self.points)
        most = sizes[floor(_SHARE_SHOWN * (len(sizes) - 1))] if sizes else 0.0
        named = [abs(getattr(one, axis)) for one in self.points if one.named]
        return _rounded_up(max(most, min(max(named, default=0.0), 2 * most), _LEAST))

    @cached_property
    def greatest(self) -> float:
        return max((one.size for one in self.points if isfinite(one.size)), default=0.0)

    def area(self, one: ScatterPoint) -> float:
        """Square px of a point: in proportion to its size, and never too small to see."""
        share = one.size / self.greatest if self.greatest > 0 and isfinite(one.size) else 0.0
        return max(_LARGEST[self.medium] * share, _SMALLEST[one.role])

    def at(self, one: ScatterPoint) -> tuple[float, float]:
        """The place of a point; one beyond the edge stands on it."""
        field = self.plane
        return max(field.x_low, min(field.x_high, one.x)), max(
            field.y_low, min(field.y_high, one.y)
        )

    def spot(self, one: ScatterPoint) -> Spot:
        """The point in px."""
        x, y = self.at(one)
        radius = sqrt(self.area(one) / pi) * (1.25 if one.role == "growth" else 1.0)
        return Spot(one.name, self.plane.x(x), self.plane.y(y), radius)

    def beyond(self) -> int:
        """How many points stand on an edge that they exceed."""
        field = self.plane
        return sum(abs(one.x) > field.x_high or abs(one.y) > field.y_high for one in self.points)


def _rounded_up(limit: float) -> float:
    """The next number of one digit and a half: 0.41 to 0.45, 0.58 to 0.6."""
    step = 10.0 ** floor(log10(limit)) / 2
    return step * -(-round(limit / step, 6) // 1)


def scatter(
    part: Scatter, locale: Locale, *, width: float, height: float | None, medium: Medium
) -> Drawing:
    """Draw the points between their zero lines; the axes end alike on both sides of zero."""
    frame = _Frame(part, locale, width, height or _HEIGHT[medium], medium)
    plain = sorted((one for one in frame.points if one.role == "plain"), key=_by_size)
    marked = sorted((one for one in frame.points if one.role != "plain"), key=_by_size)
    crowded = len(plain) > (0 if medium == "phone" else _MOST_ALONE)
    alone = [one for one in plain if one.named] if crowded else plain
    field = frame.plane
    across, up = (field.left, field.right), (field.bottom, field.top)
    levels = [field.y(level) for level in (field.y_low, field.y_high)]
    rows: dict[str, Rows] = {
        "grid": [
            *(
                hairline((field.x(at), field.x(at)), up, "grid")
                for at in _steps(field.x_high)
                if at
            ),
            *(hairline(across, (level, level), "grid") for level in levels),
        ],
        "zero": [
            hairline((field.x(0), field.x(0)), up, "axis"),
            hairline(across, (field.y(0), field.y(0)), "axis"),
        ],
        **_dealt(frame, [one for one in plain if crowded and not one.named]),
        "points": [_mark(frame, one) for one in [*alone, *marked]],
        WORDS: [*_scale_labels(frame), *_axis_labels(frame), *_names(frame, marked)],
    }
    return Drawing(_template(), width, frame.height, rows, {"field": field})


def _by_size(one: ScatterPoint) -> float:
    """Largest first, so that no point hides a smaller one."""
    return -one.size if isfinite(one.size) else 0.0


def _mark(frame: _Frame, one: ScatterPoint) -> dict[str, object]:
    shape, colour, opacity = _LOOKS[one.role]
    x, y = frame.at(one)
    about = ""
    if hovering(frame.locale, frame.medium):
        key = f"{one.key}{KEY}" if one.key is not None else ""
        about = key + point_about(frame.part, one, frame.locale)
    return {
        "x": x,
        "y": y,
        "area": round(frame.area(one), 1),
        "shape": shape,
        "fill": var(colour),
        "stroke": None if one.role == "plain" else var("surface"),
        "opacity": opacity,
        "about": about,
    }


def _dealt(frame: _Frame, points: Sequence[ScatterPoint]) -> dict[str, Rows]:
    """The crowd on whole px; a gap follows each point, so that no line joins them.

    Points of one diameter on one place go to different sheets, as long as there are some. Of a big crowd, one point is kept
    of those on the same three px: more could not be told apart.
    """
    sheets, pitch = (_SHEETS, 1) if len(points) <= _MANY else (1, 3)
    seen: dict[tuple[int, int, float, int], tuple[int, int]] = {}
    for one in points:
        spot = frame.spot(one)
        width = next((wide for wide in _WIDTHS if 2 * spot.radius <= wide), _WIDTHS[-1])
        x, y = round(spot.x), round(spot.y)
        places = ((x // pitch, y // pitch, width, sheet) for sheet in range(sheets))
        if (free := next((place for place in places if place not in seen), None)) is not None:
            seen[free] = x, y
    rows: dict[str, Rows] = {f"crowd_{width:g}": [] for width in _WIDTHS}
    for (_, _, width, sheet), (x, y) in seen.items():
        own = rows[f"crowd_{width:g}"]
        own += ({"x": x, "y": level, "sheet": sheet, "place": len(own)} for level in (y, None))
    return rows


def _steps(limit: float) -> list[float]:
    """Round levels between the ends of an axis: two or so on each side of zero, and zero."""
    power = 10.0 ** floor(log10(limit))
    steps = (power * one for one in (0.5, 1, 2, 2.5, 5))
    step = next(one for one in steps if limit / one < 3)  # noqa: PLR2004
    count = floor(limit / step + 1e-9)
    return [step * at for at in range(-count, count + 1)]


def _scale_labels(frame: _Frame) -> Iterator[dict[str, object]]:
    field = frame.plane
    for level in (field.y_low, 0.0, field.y_high):
        words = fit(_percent(level, frame.locale), field.left - 8, _SIZE)
        yield label(words, (field.left - 8, field.y(level) + 4), align="right", size=_SIZE)
    free_from = 0.0
    for at in _steps(field.x_high):
        words = _percent(at, frame.locale)
        half = text_width(words, _SIZE) / 2
        x = min(field.x(at), frame.width - half)
        if x - half >= free_from:
            yield label(words, (x, field.bottom + 15), align="center", size=_SIZE)
            free_from = x + half + 6


def _percent(ratio: float, locale: Locale) -> str:
    whole = abs(round(ratio * 100) - ratio * 100) < 1e-6  # noqa: PLR2004
    return locale.show(Percent(ratio, 0 if whole else 1, signed=bool(ratio)))


def _axis_labels(frame: _Frame) -> Iterator[dict[str, object]]:
    """What the axes measure: the upward one above its scale, the other below, and how many points are beyond."""
    field, locale = frame.plane, frame.locale
    yield label(f"↑ {_fitted(frame.part.y_label, frame, frame.width - 14)}", (0, 11), size=_SIZE)
    base, room = frame.height - 4, frame.width - field.left
    across = f"{_fitted(frame.part.x_label, frame, room - 14)} →"
    yield label(across, (frame.width, base), align="right", size=_SIZE)
    if count := frame.beyond():
        words = locale.text(Text("charts.beyond", {"n": Number(count)}))
        if text_width(words, _SIZE) + text_width(across, _SIZE) + 12 <= frame.width:
            yield label(words, (0, base), size=_SIZE)


def _fitted(words: Words, frame: _Frame, room: float) -> str:
    return fit(frame.locale.text(words), room, _SIZE)


def _corners(frame: _Frame) -> Iterator[dict[str, Any]]:
    """The captions of the quadrants, in two lines where one is too short."""
    if frame.part.corners is None:
        return
    field = frame.plane
    room = (field.right - field.left) / 2 - 14
    ends: tuple[tuple[float, Align], ...] = ((field.left + 6, "left"), (field.right - 6, "right"))
    for at, words in enumerate(frame.part.corners):
        x, align = ends[at % 2]
        lines = in_lines(frame.locale.text(words), room, _SIZE, most=2)
        first = field.top + 13 if at < 2 else field.bottom - 5 - 14 * (len(lines) - 1)  # noqa: PLR2004
        for place, one in enumerate(lines):
            yield label(one, (x, first + 14 * place), align=align, size=_SIZE)


def _names(frame: _Frame, marked: Sequence[ScatterPoint]) -> Iterator[dict[str, Any]]:
    """Captions of the quadrants, and the names that find room beside the points, on a halo."""
    field = frame.plane
    named = [frame.spot(one) for one in frame.points if one.named]
    points = [*(frame.spot(one).box for one in marked), *(spot.box for spot in named)]
    corners = [(row, written(row)) for row in _corners(frame)]
    for row, box in corners:  # a halo would hide such a point
        yield row | {"halo": not any(box.meets(point) for point in points)}
    room = Box(field.left + 2, field.top + 1, field.right, field.bottom - 1)
    taken = [*points, *(box for _, box in corners)]
    for name in placed(named, room=room, taken=taken, most=_NAMES[frame.medium]):
        row = label(name.words, name.at, fill="ink", align=name.align, weight=600, size=_SIZE)
        yield row | {"halo": True}


def point_about(part: Scatter, one: ScatterPoint, locale: Locale) -> str:
    """The point in words: its facts, or where it lies."""
    if one.facts:
        facts = {"label": one.name, "facts": Listing(one.facts)}
        return locale.text(Text("charts.point_facts", facts))
    return locale.text(Text("charts.point", _place(part, one)))


def _place(part: Scatter, one: ScatterPoint) -> dict[str, Value]:
    return {
        "label": one.name,
        "x_label": part.x_label,
        "x": Percent(one.x, signed=True),
        "y_label": part.y_label,
        "y": Percent(one.y, signed=True),
    }


def scatter_facts(part: Scatter, locale: Locale) -> list[str]:
    """How many points there are in all and in each quadrant (zero counts as up), and where the named ones lie."""
    known = [one for one in part.points if isfinite(one.x) and isfinite(one.y)]
    if not known:
        return []
    counts = Counter((one.y < 0, one.x >= 0) for one in known)
    corners = part.corners or tuple(Text(f"charts.{corner}") for corner in _CORNERS)
    quadrants = zip(
        corners, [(low, right) for low in (False, True) for right in (False, True)], strict=True
    )
    facts = [Text("charts.points", {"n": Number(len(known))})]
    facts += [
        Text("charts.corner", {"corner": corner, "n": Number(counts[place])})
        for corner, place in quadrants
        if counts[place]
    ]
    facts += [Text("charts.point", _place(part, one)) for one in known if one.named]
    return [locale.text(fact) for fact in facts]
