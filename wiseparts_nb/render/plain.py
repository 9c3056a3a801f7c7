"""Cards as plain text, for terminals and for readers of mail without HTML: aligned columns, bars of block characters."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from math import isfinite
from typing import assert_never

from wiseparts_nb.card import (
    Bars,
    Bullet,
    Card,
    Cell,
    Chances,
    Change,
    Course,
    Dots,
    Dumbbell,
    Findings,
    Headline,
    Identity,
    Metric,
    Months,
    Note,
    Panels,
    Part,
    Path,
    Picture,
    Scatter,
    Steps,
    Table,
    Timeline,
    Trend,
)  # fmt: skip
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.cell_words import in_words
from wiseparts_nb.render.pdf_fit import clean
from wiseparts_nb.render.progress import tier_fact
from wiseparts_nb.render.tabular import as_table, leading_column
from wiseparts_nb.text import Value

__all__ = ["card_text"]

_MARKS = {"up": "↑", "down": "↓", "flat": "→", "alert": "!", "clock": "◷"}
_TONES = {"good": "✓ ", "bad": "! ", "warn": "! ", "neutral": ""}
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_SEGMENTS = {"low": "▰▱▱", "medium": "▰▰▱", "high": "▰▰▰"}
_BAR = 24
_BULLET = 60
_GAP = "  "
_LONGEST_CELL = 48


def card_text(card: Card, locale: Locale, *, width: int = 100) -> str:
    """Return the card as lines of at most ``width`` columns, where no single word or cell is wider.

    It shows the same numbers as the card's HTML; what is drawn there stands here as a table.
    """
    say = partial(_said, locale=locale)
    title = " · ".join(filter(None, (say(card.title), say(card.meta) if card.meta else "")))
    blocks: list[Iterable[str]] = [[title, "─" * min(_columns(title), width)] if title else []]
    if card.message:
        blocks.append(_wrapped(say(card.message), width))
    blocks += [_part(part, locale, width) for part in card.parts]
    if card.footer:
        blocks.append(_wrapped(say(card.footer), width))
    texts = ("\n".join(line.rstrip() for line in block) for block in blocks)
    return "\n\n".join(filter(None, texts)).replace("─\n\n", "─\n") + "\n"


def _said(value: Value, locale: Locale) -> str:
    return clean(locale.show(value))


def _part(part: Part, locale: Locale, width: int) -> Iterable[str]:  # noqa: C901, PLR0911, PLR0912  # one case a part
    say = partial(_said, locale=locale)
    match part:
        case Identity():
            return [clean(part.name), " · ".join(map(say, part.facts)), *map(say, part.meeting)]
        case Headline():
            return _wrapped(f"{_TONES[part.tone]}{say(part.badge)}. {say(part.sentence)}", width)
        case Findings():
            return _findings(part, locale, width)
        case Steps():
            steps = (
                _wrapped(f"{at}. {say(step.text)}", width, "   ")
                for at, step in enumerate(part.steps, 1)
            )
            return [say(part.title), *chain.from_iterable(steps)]
        case Metric():
            return _metric(part, locale, width)
        case Bars():
            return _bars(part, locale)
        case Months() | Path() | Dots() | Panels() | Dumbbell() | Scatter() | Course():
            return _charted(part, locale, width)
        case Bullet():
            return chain([_bullet(part)], _charted(part, locale, width))
        case Chances():
            return _chances(part, locale, width)
        case Table():
            return _table(part, locale, width)
        case Timeline():
            return _timeline(part, locale, width)
        case Note():
            return _wrapped(_TONES[part.tone] + say(part.text), width)
        case Picture():
            return _wrapped(f"[{clean(part.alt)}]", width)
        case _:
            assert_never(part)


def _findings(part: Findings, locale: Locale, width: int) -> Iterator[str]:
    say = partial(_said, locale=locale)
    figures = [say(one.figure) for one in part.findings]
    room = min(max(map(_columns, figures), default=0), 20)
    for one, figure in zip(part.findings, figures, strict=True):
        amount = f" ({say(one.amount)})" if one.amount is not None else ""
        lead = f"{_MARKS[one.mark]} {_padded(figure, room)}{_GAP}"
        yield from _wrapped(lead + say(one.text) + amount, width, " " * (room + 4))


def _metric(part: Metric, locale: Locale, width: int) -> Iterator[str]:
    say = partial(_said, locale=locale)
    trend = _sparkline(part.trend)
    caption = f"({say(part.caption)})" if part.caption else ""
    figure = " ".join(filter(None, (say(part.value), trend, caption)))
    yield from _wrapped(f"{say(part.label)}{_GAP}{figure}", width)
    for change in part.changes:
        yield from _wrapped(
            f"  {_arrow(change)}{say(change.value)} {say(change.text)}", width, "    "
        )


def _arrow(change: Change) -> str:
    return "" if change.up is None else "▲ " if change.up else "▼ "


def _bars(part: Bars, locale: Locale) -> Iterator[str]:
    say = partial(_said, locale=locale)
    if part.label:
        yield say(part.label)
    longest = max((abs(bar.amount) for bar in part.bars), default=0.0) or 1.0
    shares = [say(bar.share) if bar.share is not None else "" for bar in part.bars]
    rows = [
        (say(bar.label), _bar(bar.amount / longest), say(bar.value), share)
        for bar, share in zip(part.bars, shares, strict=True)
    ]
    yield from _lines(rows, [False, False, True, True])


def _charted(
    part: Months | Path | Dots | Panels | Dumbbell | Scatter | Bullet | Course,
    locale: Locale,
    width: int,
) -> Iterator[str]:
    if isinstance(part, Dots) and part.label:
        yield _said(part.label, locale)
    yield from _table(as_table(part, locale), locale, width)
    if isinstance(part, Course):
        yield from (clean(tier_fact(tier, locale)) for tier in part.tiers)
    if isinstance(part, Path) and part.confidence_text:
        level = _SEGMENTS[part.confidence] + " " if part.confidence else ""
        yield from _wrapped(level + _said(part.confidence_text, locale), width)


def _bullet(part: Bullet) -> str:
    """The way to the last tier: what came as a bar, what is projected lighter, the tiers as marks."""
    tiers = [float(tier.at) for tier in part.tiers]
    projected = float(part.actual if part.projected is None else part.projected)
    longest = max(*tiers, float(part.actual), projected, 0.0) or 1.0

    def place(amount: float) -> int:
        return round(min(max(amount / longest, 0.0), 1.0) * _BULLET)

    drawn = list("█" * place(float(part.actual)))
    drawn += "▒" * (place(projected) - len(drawn))
    drawn += "·" * (_BULLET + 1 - len(drawn))
    for tier in tiers:
        drawn[place(tier)] = "│"
    return "".join(drawn)


def _chances(part: Chances, locale: Locale, width: int) -> Iterator[str]:
    say = partial(_said, locale=locale)
    for one in part.chances:
        filled = round(min(max(one.share, 0.0), 1.0) * _BAR)
        gauge = ("█" if one.reached else "▒") * filled + "·" * (_BAR - filled)
        notes = [say(note) for note in (one.left, one.right) if note]
        said = [f"{say(one.label)}{_GAP}{say(one.state)}", *notes]
        yield from _wrapped(f"{gauge}{_GAP}{', '.join(said)}", width, " " * (_BAR + 2))


def _table(part: Table, locale: Locale, width: int) -> Iterator[str]:
    """Columns side by side; where they don't fit, in several blocks that each begin with what names the rows."""
    say = partial(_said, locale=locale)
    rows = [[say(column.label) for column in part.columns]]
    rows += [[_cell(value, locale) or "–" for value in row.cells] for row in part.rows]
    if part.total:
        rows.append([_cell(value, locale) for value in part.total.cells])
    widths = [
        min(max(_columns(row[at]) for row in rows), _LONGEST_CELL)
        for at in range(len(part.columns))
    ]
    right = [column.align == "right" for column in part.columns]
    for number, places in enumerate(_chunks(widths, width, leading_column(part) + 1)):
        if number:
            yield ""
        lines = list(
            _lines([[row[at] for at in places] for row in rows], [right[at] for at in places])
        )
        rule = "─" * min(max(map(_columns, lines), default=0), width)
        yield from (lines[0], rule, *lines[1 : len(part.rows) + 1])
        if part.total:
            yield from (rule, *lines[len(part.rows) + 1 :])


def _cell(cell: Cell | None, locale: Locale) -> str:
    if isinstance(cell, Trend):
        return _sparkline([value for value in cell.values if isfinite(value)])
    return "" if cell is None else in_words(cell, partial(_said, locale=locale))


def _chunks(widths: Sequence[int], width: int, leading: int) -> Iterator[list[int]]:
    lead = list(range(min(leading, len(widths))))
    taken = sum(widths[: len(lead)]) + len(_GAP) * (len(lead) - 1)
    places, used = lead, taken
    for at in range(len(lead), len(widths)):
        needed = len(_GAP) + widths[at]
        if used + needed > width and len(places) > len(lead):
            yield places
            places, used = lead, taken
        places, used = [*places, at], used + needed
    yield places


def _timeline(part: Timeline, locale: Locale, width: int) -> Iterator[str]:
    dates = [_said(entry.at, locale) for entry in part.entries]
    room = max(map(_columns, dates), default=0)
    for entry, at in zip(part.entries, dates, strict=True):
        who = f" ({clean(entry.who)})" if entry.who else ""
        yield from _wrapped(
            f"{_padded(at, room)}{_GAP}{_said(entry.text, locale)}{who}", width, " " * (room + 2)
        )


def _lines(rows: Sequence[Sequence[str]], right: Sequence[bool]) -> Iterator[str]:
    widths = [max(map(_columns, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(row, widths, right, strict=True)
        yield _GAP.join(_padded(cell, room, right=side) for cell, room, side in cells).rstrip()


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of a sentence; numbers hold together, for no-break spaces are no place to break."""
    if _columns(text) <= width:
        return [text]
    held = text.replace("\u00a0", "\ue000").replace("\u202f", "\ue001")
    lines = textwrap.wrap(
        held, width, subsequent_indent=indent, break_on_hyphens=False, drop_whitespace=True
    )
    return [line.replace("\ue000", "\u00a0").replace("\ue001", "\u202f") for line in lines]


def _bar(part: float) -> str:
    """A bar of up to ``_BAR`` columns, in steps of an eighth."""
    eighths = max(round(abs(part) * _BAR * 8), 1 if part else 0)
    full, rest = divmod(eighths, 8)
    return ("−" if part < 0 else "") + "█" * full + (_EIGHTHS[rest] if rest else "")


def _sparkline(values: Sequence[float]) -> str:
    if not values:
        return ""
    low, spread = min(values), max(values) - min(values)
    steps = len(_LEVELS) - 1
    return "".join(
        _LEVELS[round((value - low) / spread * steps) if spread else steps // 2] for value in values
    )


def _padded(text: str, room: int, *, right: bool = False) -> str:
    blank = " " * (room - _columns(text))
    return blank + text if right else text + blank


def _columns(text: str) -> int:
    """Columns of a terminal that the text takes."""
    return sum(
        0 if unicodedata.combining(char) or unicodedata.category(char) == "Cf" else
        2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )  # fmt: skip
