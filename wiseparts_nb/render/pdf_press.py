"""What every part needs to be printed: the reader's words, cut to the room there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any
from zoneinfo import ZoneInfo

from wiseparts_nb.locale import Locale, Run
from wiseparts_nb.render.pdf_charts import Pictures
from wiseparts_nb.render.pdf_fit import breakable, clean, clip, clip_runs
from wiseparts_nb.render.pdf_style import Style
from wiseparts_nb.text import Moment, Value, Words

__all__ = ["Drawn", "Press"]

Drawn = dict[str, Any]
"""What a template draws: JSON, described by the functions of ``typst/parts.typ`` that read it."""


@dataclass(frozen=True)
class Press:
    """What every part needs to be drawn: the reader and the sizes.

    ``whole`` prints every row, whatever room that takes.
    """

    locale: Locale
    style: Style
    pictures: Pictures
    whole: bool = False

    def show(self, value: Value) -> str:
        """Return a value as one clean line."""
        return clean(self.locale.show(value))

    def local_day(self, at: Moment) -> date:
        """Return the day on which the reader lived an instant."""
        return at.at.replace(tzinfo=UTC).astimezone(ZoneInfo(self.locale.zone)).date()

    def line(self, value: Value, room: float, *, size: float = 0.0, bold: bool = False) -> str:
        """Return a value in at most ``room`` points."""
        return clip(
            self.show(value), room, size=size or self.style.body, weight=600 if bold else 400
        )

    def runs(self, words: Words, room: float, *, lines: int, size: float = 0.0) -> list[list[Any]]:
        """Return a sentence in at most ``lines`` lines, as pairs of text and whether it is bold; blank: no pair."""
        return self.joined([words], room, lines=lines, size=size)

    def joined(
        self, sentences: Sequence[Words], room: float, *, lines: int, size: float = 0.0
    ) -> list[list[Any]]:
        """Return sentences behind one another, as :meth:`runs` does with one."""
        pieces: list[Run] = []
        for words in sentences:
            said = [Run(breakable(clean(run.text)), run.bold) for run in self.locale.runs(words)]
            if "".join(run.text for run in said).strip():
                pieces += [Run(" "), *said] if pieces else said
        fitting = clip_runs(pieces, room, size=size or self.style.body, lines=lines)
        return [[run.text, run.bold] for run in fitting]

    def most(self, limit: int) -> int | None:
        """Return how many rows are printed; None: all."""
        return None if self.whole else limit
