"""The meeting brief on two pages: which card stands where, for what it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from wiseparts_nb.card import (
    Bars,
    Card,
    Dots,
    Dumbbell,
    Finding,
    Findings,
    Identity,
    Metric,
    Named,
    Note,
    Part,
    Path,
    Steps,
    Table,
    Thumb,
    Timeline,
)
from wiseparts_nb.render.fonts import text_width
from wiseparts_nb.render.pdf_cards import drawn, part_of
from wiseparts_nb.render.pdf_fit import clean, clip
from wiseparts_nb.render.pdf_press import Drawn, Press
from wiseparts_nb.render.pdf_style import ASIDE, FULL, HALF
from wiseparts_nb.text import Text, Words

__all__ = ["bands", "provenance"]

_Side = Literal["left", "right"]


@dataclass(frozen=True)
class _Place:
    """Where a card stands by preference: page, and side if it needs half the width only."""

    name: str
    page: int
    side: _Side | None = None


_PLACES = (
    _Place("last_12_months", 1),
    _Place("month_projection", 1, "left"),
    _Place("due_amounts", 1, "right"),
    _Place("offers", 2),
    _Place("agreements", 2),
    _Place("open_quotes", 2),
    _Place("sales_by_brand", 2),
    _Place("quotes_and_orders_by_brand", 2, "left"),
    _Place("latest_events", 2, "right"),
    _Place("upcoming", 2, "right"),
    _Place("activities_by_type", 2, "left"),
)
"""In the order in which they are given room: of columns that don't fit, the last cards go first."""
_LEAD = 104.0
"""Points of the title beside a strip."""
_ABREAST, _CHANGES = 3, 6
"""Findings beside one another in a strip, and the most of them ..."""
_ABREAST_OF = {1: 1, 2: 2, 4: 2}
"""... and how few of them stand evenly."""
_SMALL_PRINT = 7
"""Lines of it at most."""
_APART = ("customer", "health", "key_figures", "since_last_brief", "provenance")
_ON_SCREEN = ("sales_trend", "order_ratios", "quotes_by_brand", "segments", "customer_record")
"""Cards of the same brief for the screen only: paper has their figures elsewhere, or no need of them."""
_NAME = 120.0
"""Points of a card's name in the small print."""
_NARROW = (Bars, Dots, Dumbbell, Findings, Note, Path, Steps, Timeline)


def bands(cards: Sequence[Card], press: Press, *, title: str) -> list[Drawn]:
    """Return the rows of both pages in reading order, each a card in full width or cards in two columns."""
    cards = [_without_repeats(card, cards) for card in cards if card.name not in _ON_SCREEN]
    named = {card.name: card for card in cards}
    rows = [_header(named.get("customer"), title, press)]
    if health := named.get("health"):
        rows.append(_health(health, press))
    if figures := named.get("key_figures"):
        rows.append(drawn(figures, FULL, press)["parts"][0] | {"page": 1, "near": 0.9})
    if changes := named.get("since_last_brief"):
        rows.append(_strip(changes, press))
    places = [place for place in _PLACES if place.name in named]
    rows += _flow(_paired(places), named, press)
    others = [
        card
        for card in cards
        if card.name not in {place.name for place in _PLACES} and card.name not in _APART
    ]
    rows += _others(others, press)
    return [
        {"optional": False, "names": [], "cards": [], "near": 1.0, "shortened": _cut(row), **row}
        for row in rows
    ]


def _cut(row: Drawn) -> list[str]:
    """Name the cards of a row that have more than is printed of them."""
    cards = zip(row.get("names", []), row.get("cards", []), strict=False)
    return [name for name, card in cards if card["cut"]]


def provenance(cards: Sequence[Card], press: Press) -> list[list[Any]]:
    """Return the small print: definitions, hidden widgets, notebook and parameters."""
    sentences: list[Words] = [
        words
        for card in cards
        if card.name == "provenance"
        for words in (card.message, *(part.text for part in card.parts if isinstance(part, Note)))
        if words
    ]
    return press.joined(sentences, FULL, lines=_SMALL_PRINT, size=press.style.print)


def _without_repeats(card: Card, cards: Sequence[Card]) -> Card:
    """The card without the figures that stand among the key figures, and without dots beside bars of the same things."""
    if card.name not in {place.name for place in _PLACES}:
        return card
    if card.name == "agreements":
        return replace(card, parts=tuple(map(_shortened, card.parts)))
    known = any(one.name == "key_figures" for one in cards)
    charted = any(isinstance(part, Bars) for part in card.parts)
    kept = (
        part
        for part in card.parts
        if not (isinstance(part, Metric) and known) and not (isinstance(part, Dots) and charted)
    )
    return replace(card, parts=tuple(kept))


def _shortened(part: Part) -> Part:
    """A customer's agreements on paper: names, amounts and chances, without what stands below them on a screen."""
    if not isinstance(part, Table):
        return part
    rows = (
        replace(
            row,
            cells=tuple(
                cell.name
                if isinstance(cell, Named)
                else replace(cell, caption=None)
                if isinstance(cell, Thumb)
                else cell
                for cell in row.cells
            ),
        )
        for row in part.rows
    )
    return replace(part, rows=tuple(rows))


def _header(card: Card | None, title: str, press: Press) -> Drawn:
    identity = (
        next((part for part in card.parts if isinstance(part, Identity)), None) if card else None
    )
    part = part_of(identity or Identity(title), FULL, press)
    return {
        "kind": "header",
        "page": 1,
        "part": part | {"kicker": press.locale.text(Text("pdf.brief"))},
    }


def _health(card: Card, press: Press) -> Drawn:
    steps = next((part for part in card.parts if isinstance(part, Steps) and part.steps), None)
    room = FULL - ASIDE - 22 if steps else FULL
    left = [part_of(part, room, press) for part in card.parts if not isinstance(part, Steps)]
    aside = part_of(steps, ASIDE, press) if steps else None
    return {"kind": "health", "page": 1, "near": 0.8, "left": left, "steps": aside, "aside": ASIDE}


def _strip(card: Card, press: Press) -> Drawn:
    """A narrow row: the title at the left, findings beside one another, or a sentence."""
    room = FULL - _LEAD - 12
    first = next((part for part in card.parts if isinstance(part, Findings)), None)
    rest = tuple(part for part in card.parts if not isinstance(part, Findings))
    shown = drawn(replace(card, parts=rest), room, press)
    findings = first.findings[:_CHANGES] if first else ()
    abreast = _ABREAST_OF.get(len(findings), _ABREAST)
    column = (room - 14 * (abreast - 1)) / max(1, abreast)
    title = press.runs(card.title, _LEAD, lines=2, size=press.style.body * 1.05)
    return {
        "kind": "strip",
        "page": 1,
        "near": 0.7,
        "lead": _LEAD,
        "abreast": abreast,
        "cards": [shown | {"title": title, "meta": _meta(card, press)}],
        "findings": [_brief_finding(one, column, press) for one in findings],
    }


def _meta(card: Card, press: Press) -> str | None:
    return press.line(card.meta, _LEAD, size=press.style.small) if card.meta else None


def _brief_finding(one: Finding, room: float, press: Press) -> Drawn:
    size = press.style.small
    figure = press.line(one.figure, room * 0.6, size=size, bold=True)
    taken = text_width(figure, size, weight=600) + 14
    text = press.runs(one.text, room - taken / 3, lines=3, size=size)
    return {"tone": one.tone, "mark": one.mark, "figure": figure, "text": text}


def _paired(places: Sequence[_Place]) -> list[list[_Place]]:
    """Group the places in rows: one in full width, or the narrow ones that stand together.

    A narrow card that would stand alone on page 1 is joined by those of page 2.
    """
    groups = [[place] for place in places if place.page == 1 and not place.side]
    narrow = {page: [one for one in places if one.page == page and one.side] for page in (1, 2)}
    if len(narrow[1]) == 1 and narrow[2]:
        joined = next((one for one in narrow[2] if one.name == "upcoming"), narrow[2][-1])
        narrow = {1: [*narrow[1], joined], 2: [one for one in narrow[2] if one != joined]}
    groups += [narrow[1]] if narrow[1] else []
    groups += [[place] for place in places if place.page > 1 and not place.side]
    return groups + ([narrow[2]] if narrow[2] else [])


def _flow(
    groups: Sequence[Sequence[_Place]], named: Mapping[str, Card], press: Press
) -> list[Drawn]:
    return [
        _columns(
            [named[place.name] for place in group],
            [place.side for place in group],
            group[0].page,
            press,
        )
        if len(group) > 1
        else _full(named[group[0].name], group[0].page, press)
        for group in groups
    ]


def _full(card: Card, page: int, press: Press) -> Drawn:
    return {
        "kind": "full",
        "page": page,
        "names": [_name(card, press)],
        "cards": [drawn(card, FULL, press)],
    }


def _columns(
    cards: Sequence[Card], sides: Sequence[_Side | None], page: int, press: Press
) -> Drawn:
    return {
        "kind": "columns",
        "page": page,
        "names": [_name(card, press) for card in cards],
        "cards": [drawn(card, HALF, press) for card in cards],
        "sides": [1 if side == "right" else 0 for side in sides],
    }


def _others(cards: Sequence[Card], press: Press) -> list[Drawn]:
    """Cards that the brief has no place for: printed where room is left, narrow ones two by two."""
    narrow = [
        card
        for card in cards
        if card.parts and all(isinstance(part, _NARROW) for part in card.parts)
    ]
    wide = [card for card in cards if card not in narrow]
    pairs = [narrow[start : start + 2] for start in range(0, len(narrow), 2)]
    rows = [_full(card, 2, press) for card in wide]
    rows += [
        _columns(pair, ["left", "right"], 2, press) if len(pair) > 1 else _full(pair[0], 2, press)
        for pair in pairs
    ]
    return [row | {"optional": True} for row in rows]


def _name(card: Card, press: Press) -> str:
    return clip(clean(press.locale.text(card.title)), _NAME, size=press.style.print)
