"""Cells of a table in words, for media without pictures in them: what a page shows in a cell, as one text."""

from __future__ import annotations

from collections.abc import Callable

from wiseparts_nb.card import (
    Cell,
    Delta,
    Difference,
    Named,
    Portion,
    Progress,
    Reasons,
    Thumb,
    To,
    Trend,
)
from wiseparts_nb.text import Value, Words

__all__ = ["in_words"]


def in_words(cell: Cell, show: Callable[[Value | Words], str]) -> str:  # noqa: PLR0911  # one return a kind of cell
    """Return a cell as one line of text.

    A name has what stands under it in brackets, a bar is its value, a change and a thumb have an arrow, reasons follow one another, a
    bullet is its caption. A trend has no words.
    """
    match cell:
        case Named(name, caption):
            return show(name) if caption is None else f"{show(name)} ({show(caption)})"
        case Trend():
            return ""
        case Delta(value, _, up):
            arrow = "" if up is None else "▲ " if up else "▼ "
            return arrow + show(value)
        case Difference(_, value) | Portion(_, value):
            return show(value)
        case Reasons(reasons):
            return "; ".join(show(one.text) for one in reasons)
        case Thumb(value, up, caption):
            arrow = "" if up is None else "▲ " if up else "▼ "
            return arrow + (show(value) if caption is None else f"{show(value)} ({show(caption)})")
        case Progress(_, caption):
            return show(caption)
        case To(words):
            return show(words)
        case _:
            return show(cell)
