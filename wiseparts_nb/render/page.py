"""A whole document: cards in one self-contained HTML file, which asks no network for anything and runs no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from markupsafe import Markup

from wiseparts_nb.card import Bullet, Card, Course, Identity, Months, Panels, Table
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.html.cards import Room, Stage, card_html, quiet
from wiseparts_nb.render.html.style import page_style
from wiseparts_nb.render.pdf_fit import clean
from wiseparts_nb.render.theme import hatch_pattern
from wiseparts_nb.text import Moment, Text, Words

__all__ = ["SPANS", "Layout", "Prose", "Span", "page", "span_of"]

Layout = Literal["brief", "flow", "report"]
Span = Literal[4, 6, 8, 12]
"""Columns of twelve. A row that is not full is stretched, and a phone has one column."""

SPANS: dict[str, Span] = {
    # the brief's cards in reading order
    "health": 12,
    "key_figures": 12,
    "since_last_brief": 12,
    "last_12_months": 8,
    "month_projection": 4,
    "sales_trend": 4,
    "due_amounts": 4,
    "open_quotes": 8,
    "quotes_by_brand": 4,
    "order_ratios": 4,
    "activities_by_type": 4,
    "offers": 8,
    "agreements": 12,
    "sales_by_brand": 8,
    "quotes_and_orders_by_brand": 4,
    "latest_events": 8,
    "upcoming": 4,
}
REPORT_SPANS: dict[str, Span] = {"course": 8, "chances": 4}
"""Cards of a report that stand beside one another; the others take a row each."""
_THIRD = 4
_MOST_COLUMNS_OF_A_THIRD = 3


@dataclass(frozen=True)
class Prose:
    """What stands between cards, as HTML that :mod:`wiseparts_nb.render.prose` made safe; with a title it is a card too."""

    html: Markup
    title: Words = ""


def page(
    blocks: Sequence[Card | Prose],
    locale: Locale,
    *,
    title: str,
    made: datetime,
    layout: Layout = "brief",
    source: Words = "",
) -> str:
    """Return the document.

    Parameters
    ----------
    blocks
        What is shown, in reading order. ``"brief"`` has an order and a place of its own for the meeting brief's cards, then come
        the others; ``"flow"`` keeps the order, one below the other, and ``"report"`` too, with a chart beside its explanation.
    title
        The page's title and heading, unless a card names whom it is about.
    made
        When the figures were put together (UTC).
    source
        Where the figures come from, for the foot of the page.

    Raises
    ------
    ValueError
        A picture's specification is not Vega-Lite, or reads data from an address.
    """
    identity, rest = _taken_out(blocks)
    kicker = Text("html.brief") if layout == "brief" else None
    heading = clean(identity.name if identity else title)
    placed: Sequence[tuple[Span, Card | Prose]]
    placed = _placed(rest) if layout == "brief" else [(_own_row(one, layout), one) for one in rest]
    document = Stage(locale).fill(
        "page",
        lang=locale.language,
        title=" · ".join((heading, locale.text(kicker))) if kicker else heading,
        style=Markup(page_style()),  # noqa: S704  # our own files
        hatch=Markup(hatch_pattern()),  # noqa: S704  # our own
        words={"skip": Text("html.skip")},
        layout=layout,
        kicker=kicker,
        heading=heading,
        identity=identity,
        blocks=[(span, _block(block, locale, span)) for span, block in placed],
        source=source,
        made=Text("html.made", {"made": Moment(made)}),
    )
    return str(document)


def _block(block: Card | Prose, locale: Locale, span: Span) -> Markup:
    if isinstance(block, Prose):
        return Stage(locale).fill("prose", prose=block)
    return Markup(card_html(block, locale, room=_room(block, span)))  # noqa: S704  # escaped by its templates


def _room(card: Card, span: Span) -> Room:
    """A bullet has a picture for the whole width, where others are stretched."""
    if span == max(SPANS.values()) and any(isinstance(part, Bullet) for part in card.parts):
        return "whole"
    return "wide" if span > _THIRD else "third"


def _taken_out(blocks: Sequence[Card | Prose]) -> tuple[Identity | None, list[Card | Prose]]:
    """The first identity, which heads the page, and the blocks without it."""
    for at, block in enumerate(blocks):
        found = (
            next((part for part in block.parts if isinstance(part, Identity)), None)
            if isinstance(block, Card)
            else None
        )
        if isinstance(block, Card) and found:
            parts = tuple(part for part in block.parts if part is not found)
            left = [replace(block, parts=parts)] if parts else []
            return found, [*blocks[:at], *left, *blocks[at + 1 :]]
    return None, list(blocks)


def _own_row(block: Card | Prose, layout: Layout) -> Span:
    """A row of its own, but for the cards of a report that have a neighbour."""
    if layout == "report" and isinstance(block, Card):
        return REPORT_SPANS.get(block.name, 12)
    return 12


def _placed(blocks: Sequence[Card | Prose]) -> list[tuple[Span, Card | Prose]]:
    """Cards that the brief knows in its order, then the others, then prose, then the small print."""

    def rank(block: Card | Prose) -> int:
        if isinstance(block, Prose):
            return len(SPANS) + 1
        if block.name in SPANS:
            return list(SPANS).index(block.name)
        return len(SPANS) + 2 if quiet(block) else len(SPANS)

    return [(span_of(block), block) for block in sorted(blocks, key=rank)]


def span_of(block: Card | Prose) -> Span:
    """Return how many columns of twelve a block takes: what the brief says, else what its parts need."""
    if isinstance(block, Prose) or quiet(block):
        return 12
    if any(isinstance(part, Bullet) for part in block.parts):
        return SPANS.get(block.name, 12)
    wide = any(
        isinstance(part, Course | Months | Panels)
        or (isinstance(part, Table) and len(part.columns) > _MOST_COLUMNS_OF_A_THIRD)
        for part in block.parts
    )
    return SPANS.get(block.name, 8 if wide else 4)
