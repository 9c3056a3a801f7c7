"""The words on a course: tiers, lines, today, and what stands at the right end; none over a line or over another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from wiseparts_nb.card import TierMark
from wiseparts_nb.render.charts.course_frame import At, Frame, between
from wiseparts_nb.render.charts.marks import Rows, label
from wiseparts_nb.render.charts.names import Align, Box, written
from wiseparts_nb.render.fonts import Weight, fit, text_width
from wiseparts_nb.render.pdf_fit import clean
from wiseparts_nb.text import Text, Value

__all__ = ["End", "Over", "ends", "plot_words"]

_APART = 12  # px between the base lines of two end labels
_GAP = 8
_ABOVE, _BELOW = -6, 14  # px from a tier's line to the base lines of its words
_ALONG = (0.7, 0.55, 0.4, 0.85, 0.3, 0.2, 0.95)
_ALONG_EXPECTED = (0.42, 0.32, 0.52, 0.22, 0.62, 0.8, 0.14)
"""Where along a line its name is tried, as parts of its length."""
_FEWEST_TIERS = 2
"""So many tiers are named even over other lines."""
_TIER_ROOM = 0.62
"""A tier's words take at most this part of the plot."""


Over = Literal["nothing", "curves", "all"]
"""What words may lie over; the least that they need is tried first."""

_OVER: tuple[Over, ...] = get_args(Over)


@dataclass(frozen=True)
class End:
    """What stands at a line's right end."""

    words: str
    amount: float
    main: bool = False

    @property
    def weight(self) -> Weight:
        """Bold where it matters most."""
        return 600 if self.main else 400

    @property
    def room(self) -> float:
        """Px that the words take."""
        return text_width(self.words, 11, weight=self.weight)


def ends(frame: Frame) -> list[End]:
    """Return the labels at the right: the projection with its range, else what came and what was expected."""
    part = frame.part
    if part.projected:
        last = part.projected[-1]
        bounds = [
            bound for bound in (last.high, last.low) if bound is not None and last.high != last.low
        ]
        return [
            End(_named(frame, "projection", last.amount), float(last.amount), main=True),
            *(End(frame.short(bound), float(bound)) for bound in bounds),
        ]  # fmt: skip
    found: list[End] = []
    if part.actual:
        amount = part.actual[-1].amount
        found.append(End(_named(frame, "actual", amount), float(amount), main=True))
    if part.expected:
        amount = part.expected[-1].amount
        found.append(End(_named(frame, "expected", amount), float(amount), main=not found))
    return found


def _named(frame: Frame, message: str, amount: object) -> str:
    """What a line ends at, without its name where there is little room."""
    shown = frame.short(amount)
    if frame.medium == "phone":
        return shown
    return frame.locale.text(Text(f"charts.{message}", {"amount": shown}))


@dataclass
class _Board:
    """What is written already; words stay off it and off the lines."""

    frame: Frame
    rows: Rows = field(default_factory=list[dict[str, Any]])
    taken: list[Box] = field(default_factory=list[Box])

    @property
    def room(self) -> Box:
        frame = self.frame
        return Box(frame.left - 4, 0, frame.right + 4, frame.bottom)

    def write(self, choices: Sequence[Rows], *, over: Over = "curves") -> bool:
        """Write the first of the choices that is free, else the first that lies over what it may, on a halo."""
        allowed = _OVER[: _OVER.index(over) + 1]
        return any(self._written(choices, one) for one in allowed)

    def _written(self, choices: Sequence[Rows], over: Over) -> bool:
        for rows in choices:
            boxes = [written(row) for row in rows]
            if all(self._free(box, over) for box in boxes):
                self.rows += [row | {"halo": True} for row in rows]
                self.taken += boxes
                return True
        return False

    def _free(self, box: Box, over: Over) -> bool:
        if not box.within(self.room) or any(box.meets(other) for other in self.taken):
            return False
        if over == "all":
            return True
        levels = (0, *(tier.at for tier in self.frame.tiers))
        crossed = any(box.top + 1 < self.frame.y(level) < box.bottom - 1 for level in levels)
        return not crossed and (over == "curves" or not self.frame.skyline.meets(box))


def plot_words(frame: Frame, found: Sequence[End]) -> Rows:
    """Return all words of the upper plot."""
    board = _Board(frame)
    board.taken += [
        _marked(point) for point in (*frame.actual_line[-1:], *frame.projected_line[-1:])
    ]
    _today(board)
    written_tiers = 0
    for tier in _by_weight(frame):
        over = "all" if written_tiers < _FEWEST_TIERS else "curves"
        written_tiers += board.write(list(_tier_choices(frame, tier)), over=over)
    _line_name(board, "line_actual", frame.actual_line, frame.expected_line, strong=True)
    if frame.part.actual or frame.part.projected:
        _line_name(board, "line_expected", frame.expected_line, frame.actual_line, strong=False)
    return [*board.rows, *_placed(frame, found)]  # fmt: skip


def _marked(point: At) -> Box:
    return Box(point[0] - 5, point[1] - 5, point[0] + 5, point[1] + 5)


def _by_weight(frame: Frame) -> list[TierMark]:
    """The tiers, the next one first, then those that are reached from the last, then those further away."""
    ahead = [tier for tier in frame.tiers if not tier.reached]
    return [*ahead[:1], *(tier for tier in reversed(frame.tiers) if tier.reached), *ahead[1:]]


def _tier_choices(frame: Frame, tier: TierMark) -> Iterator[Rows]:
    """At the left or at the right of its line: name above and state below, both above, or the name alone."""

    def show(value: Value) -> str:
        return clean(frame.locale.show(value))

    room = (frame.right - frame.left) * _TIER_ROOM
    y = frame.y(tier.at)
    name = fit(
        " · ".join(filter(None, map(show, (tier.label, tier.threshold)))), room, 11, weight=600
    )
    state = fit(("✓ " if tier.reached and tier.state else "") + show(tier.state), room, 11)
    beside = room - text_width(name + " ", 11, weight=600)
    sides: tuple[tuple[Literal["left", "right"], float], ...] = (
        ("left", frame.left + 4), ("right", frame.right - 10),
    )  # fmt: skip
    for align, x in sides:
        above = label(name, (x, y + _ABOVE), fill="ink2", align=align, weight=600)
        yield [above, label(state, (x, y + _BELOW), align=align)] if state else [above]
    for align, x in sides:
        for offset in (_ABOVE, _BELOW):
            if text_width(state, 11) <= beside and state:
                yield _in_a_row((name, state), (x, y + offset), align)
    for align, x in sides:
        for offset in (_ABOVE, _BELOW):
            yield [label(name, (x, y + offset), fill="ink2", align=align, weight=600)]


def _in_a_row(words: tuple[str, str], at: At, align: Literal["left", "right"]) -> Rows:
    """A bold word and a plain one behind it."""
    x, y = at
    wide = text_width(words[0], 11, weight=600), text_width(words[1], 11)
    start = x if align == "left" else x - sum(wide) - 6
    return [
        label(words[0], (start, y), fill="ink2", weight=600),
        label(words[1], (start + wide[0] + 6, y)),
    ]


def _today(board: _Board) -> None:
    """The amount to date beside its point, where the line goes on behind it."""
    frame = board.frame
    if not frame.part.actual or not frame.part.projected:
        return
    words = frame.short(frame.part.actual[-1].amount)
    x, y = frame.actual_line[-1]
    spots: tuple[tuple[float, float, Align], ...] = (
        (-7, -8, "right"), (9, 16, "left"), (0, -10, "center"), (0, 20, "center"), (-7, 20, "right"), (9, -8, "left"),
    )  # fmt: skip
    choices = [
        [label(words, (x + across, y + up), fill="ink", align=align, weight=600)]
        for across, up, align in spots
    ]
    board.write(choices, over="all")


def _line_name(
    board: _Board, message: str, own: Sequence[At], other: Sequence[At], *, strong: bool
) -> None:
    """A line's name on the side where the other line is not; nowhere rather than on something."""
    if len(own) < 2:  # noqa: PLR2004  # a line needs two points
        return
    words = board.frame.locale.text(Text(f"charts.{message}"))
    choices: list[Rows] = []
    first, last = own[0][0], own[-1][0]
    for part in _ALONG if strong else _ALONG_EXPECTED:
        x = first + (last - first) * part
        y = between(own, x)
        if y is None:
            continue
        beyond = between(other, x)
        above = beyond is not None and beyond > y
        sides: list[tuple[float, float, Align]] = [(-6, -8, "right"), (8, 17, "left")]
        for across, up, align in sides if above else reversed(sides):
            choices.append([
                label(words, (x + across, y + up), fill="ink" if strong else "ink3", align=align, weight=600 if strong else 400)
            ])  # fmt: skip
    board.write(choices, over="nothing")


def _placed(frame: Frame, found: Sequence[End]) -> Iterator[dict[str, Any]]:
    """The end labels: the main one at its height, the others far enough above and below."""
    ordered = sorted(found, key=lambda end: (-end.amount, not end.main))
    places = [frame.y(end.amount) + 4 for end in ordered]
    main = next((place for place, end in enumerate(ordered) if end.main), 0)
    for place in range(main - 1, -1, -1):
        places[place] = min(places[place], places[place + 1] - _APART)
    for place in range(main + 1, len(places)):
        places[place] = max(places[place], places[place - 1] + _APART)
    over = max((places or [0.0])[-1] - frame.bottom - 4, 0.0) or min((places or [9.0])[0] - 9, 0.0)
    room = frame.width - frame.right - _GAP
    for end, y in zip(ordered, places, strict=True):
        words = fit(end.words, room, 11, weight=end.weight)
        fill = "ink" if end.main else "ink3"
        yield label(words, (frame.right + _GAP, y - over), fill=fill, weight=end.weight)
