"""Cards as what the Typst templates read: plain strings that fit, widths in points, and charts as finished SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, assert_never

from wiseparts_nb.card import (
    Bars,
    Bullet,
    Card,
    Chance,
    Chances,
    Change,
    Course,
    Dots,
    Dumbbell,
    Entry,
    Finding,
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
)
from wiseparts_nb.render.charts import ChartPart
from wiseparts_nb.render.fonts import text_width
from wiseparts_nb.render.pdf_charts import capped, gauge, legend, trend
from wiseparts_nb.render.pdf_fit import breakable, clip, shares
from wiseparts_nb.render.pdf_press import Drawn, Press
from wiseparts_nb.render.pdf_style import HALF
from wiseparts_nb.render.pdf_tables import table_of
from wiseparts_nb.text import Day, Moment

__all__ = ["drawn", "part_of"]

_MOST_CHANGES = 3
_METRIC_EDGES = 11.5
"""Points between a figure's column and the next."""
_NO_BREAK = "\u00a0"


def drawn(card: Card, room: float, press: Press) -> Drawn:
    """Return a card in a column of ``room`` points; ``cut`` counts the rows that it has no room for."""
    style = press.style
    title = press.runs(card.title, room, lines=2, size=style.heading * 1.05)
    parts = list(_parts(card, room, press))
    return {
        "name": card.name,
        "title": title,
        "meta": _meta(card, room, press),
        "message": press.runs(card.message, room, lines=3) if card.message else None,
        "footer": press.runs(card.footer, room, lines=3, size=style.small)
        if card.footer and press.whole
        else None,
        "parts": parts,
        "cut": sum(part.get("cut", 0) for part in parts),
    }


def _meta(card: Card, room: float, press: Press) -> str | None:
    if not card.meta:
        return None
    size = press.style.small
    return breakable(_together(press.line(card.meta, room * 1.4, size=size), room * 0.7, size))


def _together(text: str, room: float, size: float) -> str:
    """Return a short text so that it stays on one line; a long one may break."""
    return text.replace(" ", _NO_BREAK) if text_width(text, size) < room else text


def _parts(card: Card, room: float, press: Press) -> Iterator[Drawn]:
    """Draw the parts in turn; figures that follow one another stand side by side."""
    for kind, together in groupby(card.parts, key=lambda part: part.kind):
        if kind == "metric":
            metrics = [part for part in together if isinstance(part, Metric)]
            for start in range(0, len(metrics), 4):
                yield _metrics(metrics[start : start + 4], room, press)
        else:
            for part in together:
                yield part_of(part, room, press)


def part_of(part: Part, room: float, press: Press) -> Drawn:  # noqa: C901, PLR0911  # one return a kind of part
    """Return one part in a column of ``room`` points."""
    match part:
        case Identity():
            return _identity(part, room, press)
        case Headline():
            return _headline(part, room, press)
        case Findings():
            return _findings(part, room, press)
        case Steps():
            return _steps(part, room, press)
        case Metric():
            return _metrics([part], room, press)
        case Table():
            return table_of(part, room, press)
        case Timeline():
            return _timeline(part, room, press)
        case Note():
            runs = press.runs(
                part.text, room, lines=4 if not press.whole else 40, size=press.style.small
            )
            return {"kind": "note", "tone": part.tone, "text": runs}
        case Chances():
            return {
                "kind": "chances",
                "chances": [_chance(one, room, press) for one in part.chances],
            }
        case Bars() | Months() | Path() | Dots() | Panels() | Dumbbell():
            return _chart(part, room, press)
        case Scatter() | Bullet() | Course() | Picture():
            return _chart(part, room, press)
        case _:
            assert_never(part)


def _identity(part: Identity, room: float, press: Press) -> Drawn:
    style = press.style
    meeting = [
        press.line(one, room * 0.42, size=style.meeting, bold=place == 0)
        for place, one in enumerate(part.meeting[:3])
    ]
    widths = [
        text_width(one, style.meeting, weight=400 if place else 600)
        for place, one in enumerate(meeting)
    ]
    left = room - max(widths, default=0.0) - 14
    facts = " · ".join(_together(press.show(fact), left / 2, style.fine) for fact in part.facts)
    name = press.runs(part.name, left, lines=2, size=style.name)
    return {
        "kind": "identity",
        "kicker": None,
        "name": "".join(text for text, _ in name) or "–",
        "facts": press.runs(facts, left, lines=2, size=style.fine) if facts else None,
        "meeting": meeting,
    }


def _headline(part: Headline, room: float, press: Press) -> Drawn:
    return {
        "kind": "headline",
        "badge": press.line(part.badge, room * 0.8, bold=True),
        "tone": part.tone,
        "sentence": press.runs(part.sentence, room, lines=3, size=press.style.verdict * 1.05),
    }


def _findings(part: Findings, room: float, press: Press) -> Drawn:
    size = press.style.body
    findings = part.findings[: press.most(press.style.findings)]
    figures = [press.line(one.figure, room * 0.34 - 24, bold=True) for one in findings]
    column = max((text_width(one, size, weight=600) for one in figures), default=0.0) + 24
    amounts = [None if one.amount is None else press.line(one.amount, 80) for one in findings]
    aside = max((text_width(one, size, weight=600) + 9 for one in amounts if one), default=0.0)
    width = room - max(column, 60.0)
    return {
        "kind": "findings",
        "figures": max(column, 60.0),
        "findings": [
            _finding(
                one,
                figure,
                amount,
                press.runs(one.text, width - aside if amount else width, lines=4),
            )
            for one, figure, amount in zip(findings, figures, amounts, strict=True)
        ],
    }


def _finding(one: Finding, figure: str, amount: str | None, text: list[list[Any]]) -> Drawn:
    return {"tone": one.tone, "mark": one.mark, "figure": figure, "amount": amount, "text": text}


def _steps(part: Steps, room: float, press: Press) -> Drawn:
    width = room - 40
    return {
        "kind": "steps",
        "title": press.runs(part.title, width, lines=2, size=press.style.heading * 1.05),
        "steps": [
            press.runs(step.text, width, lines=4, size=press.style.body * 1.02)
            for step in part.steps[: press.most(press.style.steps)]
        ],
    }


def _metrics(parts: Sequence[Metric], room: float, press: Press) -> Drawn:
    style = press.style
    wanted = [_metric_width(part, press) + _METRIC_EDGES for part in parts]
    columns = shares(wanted, room, growing=[True] * len(parts))
    columns = columns if min(columns) > room / len(parts) / 2 else [room / len(parts)] * len(parts)
    values = [press.show(part.value) for part in parts]
    tightest = min(
        (column - _METRIC_EDGES) / max(text_width(value, style.figure, weight=600), 1.0)
        for column, value in zip(columns, values, strict=True)
    )
    size = max(style.figure * min(1.0, tightest), style.body)
    return {
        "kind": "metrics",
        "columns": columns,
        "parts": [
            {
                "label": press.runs(part.label, width, lines=2, size=style.fine),
                "value": clip(value, width + 1, size=size, weight=600),
                "size": size,
                "caption": press.runs(part.caption, width, lines=2, size=style.fine)
                if part.caption
                else None,
                "changes": [_change(one, width, press) for one in part.changes[:_MOST_CHANGES]],
                "trend": trend(part) if press.whole else None,
            }
            for part, value, width in zip(
                parts, values, (column - _METRIC_EDGES for column in columns), strict=True
            )
        ],
    }


def _metric_width(part: Metric, press: Press) -> float:
    """Return what a figure and the lines under it need not to be wrapped."""
    fine = press.style.fine
    said = [part.label, *([part.caption] if part.caption else [])]
    return max(
        text_width(press.show(part.value), press.style.figure, weight=600),
        *(text_width(press.show(words), fine) for words in said),
        *(
            text_width(press.show(one.value), fine, weight=600)
            + text_width(press.show(one.text), fine)
            + 14
            for one in part.changes[:_MOST_CHANGES]
        ),
    )


def _change(one: Change, room: float, press: Press) -> Drawn:
    size = press.style.fine
    value = press.line(one.value, room * 0.7, size=size, bold=True)
    left = room * 2 - text_width(value, size, weight=600) - 12
    return {
        "value": value,
        "text": press.runs(one.text, left, lines=1, size=size),
        "better": one.better,
        "up": one.up,
    }


def _timeline(part: Timeline, room: float, press: Press) -> Drawn:
    size = press.style.table
    limit = press.most(press.style.entries)
    kept = part.entries[:limit]
    dates = [press.show(_brief(entry.at, room, press)) for entry in kept]
    column = max((text_width(one, size) for one in dates), default=0.0) + 2
    column = max(column, 38.0)  # the same in all timelines of a page, but for longer dates
    return {
        "kind": "timeline",
        "dates": column,
        "entries": [
            _entry(entry, at, room - column - 8, press)
            for entry, at in zip(kept, dates, strict=True)
        ],
        "cut": len(part.entries) - len(kept),
    }


def _brief(at: Day | Moment, room: float, press: Press) -> Day | Moment:
    """Leave out weekday and time in a narrow column: what was written is what counts there."""
    if room > HALF:
        return at
    return Day(at.on if isinstance(at, Day) else press.local_day(at), "short")


def _entry(entry: Entry, at: str, room: float, press: Press) -> Drawn:
    size = press.style.table
    who = (
        press.line(entry.who, room * 0.4, size=size).replace(" ", _NO_BREAK) if entry.who else None
    )
    taken = text_width(who, size) / 2 if who else 0.0
    text = press.runs(entry.text, room - taken, lines=3, size=size)
    return {"at": at, "text": text, "who": who, "tone": entry.tone}


def _chance(one: Chance, room: float, press: Press) -> Drawn:
    """What stands at the right may take two lines where the name at the left leaves too little of one."""
    small = press.style.small
    return {
        "label": press.line(one.label, room * 0.6, bold=True),
        "state": press.line(one.state, room * 0.8, bold=True),
        "svg": gauge(one, room),
        "left": press.line(one.left, room * 1.2, size=small) if one.left else None,
        "right": press.line(one.right, room * 0.8, size=small) if one.right else None,
    }


def _chart(part: ChartPart, room: float, press: Press) -> Drawn:
    shown, cut = capped(part, press.most(press.style.bars))
    return {
        "kind": "chart",
        **press.pictures.of(shown, room, press.style),
        "legend": [
            {"swatch": swatch, "label": press.line(words, _legend_room(part, room))}
            for swatch, words in legend(shown)
        ],
        "caption": _caption(part, room, press),
        "cut": cut,
    }


def _legend_room(part: ChartPart, room: float) -> float:
    """Points for one entry: a bullet's say their amounts."""
    return room - 20 if isinstance(part, Bullet) else 150.0


def _caption(part: ChartPart, room: float, press: Press) -> list[list[Any]] | None:
    if isinstance(part, Path) and part.confidence_text:
        return press.runs(part.confidence_text, room, lines=2, size=press.style.small)
    return None
