"""The lower panel of a course: actual minus expected by month, which cumulative lines hide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from wiseparts_nb.card import Gap
from wiseparts_nb.render.charts.course_frame import Frame
from wiseparts_nb.render.charts.marks import Rows, label
from wiseparts_nb.render.charts.units import Unit, unit_of
from wiseparts_nb.render.fonts import fit, text_width
from wiseparts_nb.render.strokes import line, rect
from wiseparts_nb.text import Number, Text

__all__ = ["Gaps"]

_WORDS = 15  # px above and below the bars for their labels
_TITLE = 22
_THICKEST = 14
_APART = 3


@dataclass(frozen=True)
class Gaps:
    """The panel between two heights in px, its title within."""

    frame: Frame
    top: float
    bottom: float

    @cached_property
    def unit(self) -> Unit:
        """In what the gaps are written."""
        money = self.frame.part.unit == "money"
        return unit_of((gap.amount for gap in self.frame.part.gaps), money=money)

    @cached_property
    def bars(self) -> list[tuple[Gap, float]]:
        """The gaps of the months that the period has, each with its middle in px."""
        middles = {span.month: span.middle for span in self.frame.months}
        known = {gap.month.replace(day=1): gap for gap in self.frame.part.gaps}
        return [(gap, middles[month]) for month, gap in sorted(known.items()) if month in middles]

    @cached_property
    def step(self) -> float:
        """Px of a month."""
        return (self.frame.right - self.frame.left) / max(len(self.frame.months), 1)

    def y(self, amount: float) -> float:
        """Px of an amount; both ends of the bars have room for a label where a bar goes that way."""
        amounts = [0.0, *(float(gap.amount) for gap, _ in self.bars)]
        low, high = min(amounts), max(amounts)
        top = self.top + _TITLE + (_WORDS if high > 0 or low == 0 else 3)
        bottom = self.bottom - (_WORDS if low < 0 else 3)
        return bottom - (amount - low) / ((high - low) or 1) * (bottom - top)

    def marks(self) -> str:
        """Return the bars and their zero line."""
        half = min(self.step * 0.55, _THICKEST) / 2
        drawn = ""
        for gap, middle in self.bars:
            if gap.amount:
                ends = sorted((self.y(float(gap.amount)), self.y(0)))
                colour = "good" if gap.amount > 0 else "bad"
                thick = max(ends[1] - ends[0], 1.0)
                drawn += rect((middle - half, middle + half), ends[0], thick, f"var(--{colour})")
        zero = self.y(0)
        return drawn + line((self.frame.left, zero), (self.frame.right, zero), "var(--axis)")

    def words(self) -> Rows:
        """Return the title and the amounts that have room beside one another, the largest first."""
        show = self.frame.locale.text
        name = self.unit.name(self.frame.locale)
        title = Text("charts.gaps", {"unit": name}) if name else Text("charts.gaps_plain")
        room = self.frame.width - self.frame.left - 2
        words = fit(show(title), room, 11, weight=600)
        return [
            label(words, (self.frame.left, self.top + 11), fill="ink2", weight=600),
            *self._amounts(),
        ]

    def _amounts(self) -> Iterator[dict[str, object]]:
        digits = self.unit.digits
        if digits and not all(
            text_width(self._shown(gap, digits), 11, weight=600) + _APART <= self.step
            for gap, _ in self.bars
        ):
            digits = 0  # fmt: skip
        taken: list[tuple[float, float, bool]] = []
        for gap, middle in sorted(self.bars, key=self._weight):
            words, up = self._shown(gap, digits), gap.amount >= 0
            half = text_width(words, 11, weight=600) / 2
            left = min(max(middle - half, 0), self.frame.width - 2 * half)
            if any(
                left < right + _APART and start < left + 2 * half + _APART and up == side
                for start, right, side in taken
            ):
                continue  # fmt: skip
            taken.append((left, left + 2 * half, up))
            y = self.y(float(gap.amount)) + (-4 if up else 12)
            fill = "ink3" if words == "0" else "good" if up else "bad"
            yield label(words, (left + half, y), fill=fill, align="center", weight=600)

    def _weight(self, bar: tuple[Gap, float]) -> tuple[bool, float, date]:
        """The last month first, then the largest."""
        gap = bar[0]
        return gap is not self.bars[-1][0], -abs(float(gap.amount)), gap.month

    def _shown(self, gap: Gap, digits: int) -> str:
        scaled = float(gap.amount) / self.unit.divisor
        places = 0 if not round(scaled, digits) else digits
        return self.frame.locale.show(Number(round(scaled, places) or 0, places, signed=True))
