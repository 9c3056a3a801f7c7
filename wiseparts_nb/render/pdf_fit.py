"""Room on paper: what is left of a text that doesn't fit, and how wide the columns of a table are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from wiseparts_nb.locale import Run
from wiseparts_nb.render.fonts import Weight, text_width

__all__ = ["BREAK", "breakable", "clean", "clip", "clip_lines", "clip_runs", "shares"]

BREAK = "\u200b"
"""A place to break a word: a space without width."""

_ELLIPSIS = "…"
_LONG_WORD = re.compile(r"[^\s\u200b-]{25,}")
_JOINERS = "\u200c\u200d"
_MOST_MARKS = re.compile(r"(\w)([\u0300-\u036f]{3})[\u0300-\u036f]+")
_RAGGED = 0.9
"""A wrapped line is never filled to its end: this much of it on average."""


def clean(text: str) -> str:
    """Return one line that any font and any reader of PDF can take.

    Letters with accents are one character, as fonts have them. Control characters and line breaks become a space. Invisible marks that turn the direction of what follows are
    dropped: they have no meaning on paper and could show a name as another one.
    """
    kept = unicodedata.normalize("NFC", text)
    if not kept.replace("\u00a0", "").replace("\u202f", "").isprintable():
        kept = "".join(map(_replaced, kept))
    return _MOST_MARKS.sub(r"\1\2", re.sub(r"[ \t]{2,}", " ", kept))


def _replaced(character: str) -> str:
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cf":
            return character if character in _JOINERS else ""
        case "Cs" | "Cn" | "Co":
            return "?"
        case _:
            return character


def clip(text: str, room: float, *, size: float, weight: Weight = 400) -> str:
    """Return the text, or as much of it as fits in a line of ``room`` points, with an ellipsis."""
    if text_width(text, size, weight=weight) <= room:
        return text
    room -= text_width(_ELLIPSIS, size, weight=weight)
    for end, character in enumerate(text):
        room -= text_width(character, size, weight=weight)
        if room < 0:
            return text[:end].rstrip(" ,;:\u200b\u200d") + _ELLIPSIS
    return text


def clip_lines(text: str, room: float, *, size: float, weight: Weight, lines: int) -> str:
    """Return as much of the text as fits in ``lines`` lines of ``room`` points; a word too long for one stays on one."""
    if text_width(text, size, weight=weight) <= room:
        return text
    words = text.split(" ")
    if max(text_width(word, size, weight=weight) for word in words) > room:
        return clip(text, room, size=size, weight=weight)
    return clip(text, room * lines * _RAGGED, size=size, weight=weight)


def clip_runs(runs: Sequence[Run], room: float, *, size: float, lines: int) -> tuple[Run, ...]:
    """Return the runs that fit in ``lines`` lines of ``room`` points; the last one may end with an ellipsis."""
    left = room * lines * _RAGGED
    fitting: list[Run] = []
    for run in runs:
        weight: Weight = 600 if run.bold else 400
        length = text_width(run.text, size, weight=weight)
        if length > left:
            cut = clip(run.text, max(left, 0.0), size=size, weight=weight)
            return (*fitting, Run(cut, run.bold))
        fitting.append(run)
        left -= length
    return tuple(fitting)


def breakable(text: str) -> str:
    """Return the text with places to break in words too long for any column (zero-width spaces)."""

    def broken(word: re.Match[str]) -> str:
        letters = word[0]
        return BREAK.join(letters[start : start + 12] for start in range(0, len(letters), 12))

    return _LONG_WORD.sub(broken, text)


def shares(natural: Sequence[float], room: float, *, growing: Sequence[bool]) -> list[float]:
    """Return the width of each column so that they fill ``room``.

    Columns keep what they need where that fits, and those that are ``growing`` share what is left in proportion to it;
    otherwise the widest of them are cut to one common width, and the others only where that would not be enough.
    """
    spare = room - sum(natural)
    if spare < 0:
        return _cut_to(natural, room, growing)
    weights = [one if grows else 0.0 for one, grows in zip(natural, growing, strict=True)]
    weights = weights if sum(weights) else [1.0] * len(natural)
    return [
        one + spare * weight / sum(weights) for one, weight in zip(natural, weights, strict=True)
    ]


def _cut_to(natural: Sequence[float], room: float, growing: Sequence[bool]) -> list[float]:
    fixed = sum(one for one, grows in zip(natural, growing, strict=True) if not grows)
    flexible = [one for one, grows in zip(natural, growing, strict=True) if grows]
    if not flexible or room - fixed < room / 3:
        limit = _common_limit(natural, room)
        return [min(one, limit) for one in natural]
    limit = _common_limit(flexible, room - fixed)
    return [min(one, limit) if grows else one for one, grows in zip(natural, growing, strict=True)]


def _common_limit(natural: Sequence[float], room: float) -> float:
    left = room
    for place, one in enumerate(sorted(natural)):
        limit = left / (len(natural) - place)
        if one > limit:
            return limit
        left -= one
    return max(natural)
