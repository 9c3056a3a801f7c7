"""What every part needs to be printed: the reader's words, cut to the room there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wiseparts_nb.locale import Locale, Run
from wiseparts_nb.render.pdf_charts import Pictures
from wiseparts_nb.render.pdf_fit import breakable, clean, clip, clip_runs
from wiseparts_nb.render.pdf_style import Style
from wiseparts_nb.text import Number, Text, Value, Words

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

    def line(self, value: Value, room: float, *, size: float = 0.0, bold: bool = False) -> str:
        """Return a value in at most ``room`` points."""
        return clip(
            self.show(value), room, size=size or self.style.body, weight=600 if bold else 400
        )

    def runs(self, words: Words, room: float, *, lines: int, size: float = 0.0) -> list[list[Any]]:
        """Return a sentence in at most ``lines`` lines, as pairs of text and whether it is bold; blank: no pair."""
        pieces = [Run(breakable(clean(run.text)), run.bold) for run in self.locale.runs(words)]
        if not "".join(run.text for run in pieces).strip():
            return []
        fitting = clip_runs(pieces, room, size=size or self.style.body, lines=lines)
        return [[run.text, run.bold] for run in fitting]

    def most(self, limit: int) -> int | None:
        """Return how many rows are printed; None: all."""
        return None if self.whole else limit

    def more(self, cut: int) -> str | None:
        """Return the line that says how many rows are not printed."""
        return self.locale.text(Text("pdf.more", {"n": Number(cut)})) if cut > 0 else None
