"""A whole meeting brief as cards, with invented and consistent figures, and the hard cases of it.

``brief(language)`` is the ordinary one; ``VARIANTS`` names the others. Sentences are literal, as an analyst might write
them; those of the product come from its message files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import cycle
from typing import Any

from tests.render.sample_figures import euros, months, path, words
from tests.render.sample_first_page import (
    changes,
    customer,
    due_amounts,
    health,
    key_figures,
    last_12_months,
    month_projection,
)
from tests.render.sample_second_page import (
    activities_by_type,
    latest_events,
    offers,
    open_quotes,
    provenance,
    quotes_and_orders_by_brand,
    sales_by_brand,
    upcoming,
)
from wiseparts_nb.card import (
    Bars,
    Card,
    Change,
    Dumbbell,
    Headline,
    Metric,
    Months,
    Panels,
    Path,
    Row,
    Steps,
    Table,
    Timeline,
)
from wiseparts_nb.locale import Language
from wiseparts_nb.text import Day, Moment, Money, Number, Percent, Points

__all__ = ["MADE", "VARIANTS", "brief"]

MADE = datetime(2026, 11, 23, 7, 40, tzinfo=UTC)


def brief(language: Language) -> list[Card]:
    """Return the ordinary brief: every card."""
    makers = (
        customer, health, key_figures, changes, last_12_months, month_projection, due_amounts, offers, open_quotes,
        sales_by_brand, quotes_and_orders_by_brand, activities_by_type, latest_events, upcoming, provenance,
    )  # fmt: skip
    return [make(language) for make in makers]


def without(cards: list[Card], *names: str) -> list[Card]:
    """Return the cards but those."""
    return [card for card in cards if card.name not in names]


def replaced(cards: list[Card], *others: Card) -> list[Card]:
    """Return the cards, those of the same name replaced."""
    new = {card.name: card for card in others}
    return [new.get(card.name, card) for card in cards]


def first_fiche(language: Language) -> list[Card]:
    """Return the brief of a customer who had none before."""
    return without(brief(language), "since_last_brief")


def as_drawn(language: Language) -> list[Card]:
    """Return the cards of the design's pictures, without those that they don't show."""
    return without(brief(language), "since_last_brief", "activities_by_type")


def small(language: Language) -> list[Card]:
    """Return a customer with hardly any history."""
    say = words(language)
    kept = ("customer", "health", "key_figures", "latest_events", "upcoming", "provenance")
    cards = [card for card in brief(language) if card.name in kept]
    verdict = Card(
        "health",
        "",
        (Headline(say("Too early to say", "Trop tôt pour le dire", "Demasiado pronto"), "neutral",
                  say("Two orders in three weeks.", "Deux commandes en trois semaines.", "Dos pedidos en tres semanas.")),),
    )  # fmt: skip
    figures = Card(
        "key_figures",
        "",
        (
            Metric(
                say("Sales", "Ventes", "Ventas"),
                euros(412),
                say("2 orders", "2 commandes", "2 pedidos"),
            ),
        ),
    )
    return replaced(cards, verdict, figures)


def near_empty(language: Language) -> list[Card]:
    """Return nothing but a name."""
    return [customer(language)]


def huge(language: Language) -> list[Card]:
    """Return amounts of nine digits, 25 brands, 40 quotes and 60 events."""
    cards = {card.name: card for card in brief(language)}
    factor = Decimal(4321)
    quotes = cards["open_quotes"].parts[0]
    events = cards["latest_events"].parts[0]
    due = cards["due_amounts"].parts[0]
    assert isinstance(quotes, Table)
    assert isinstance(events, Timeline)
    assert isinstance(due, Bars)
    money = euros(123_456_789)
    rows = (
        tuple(replace(row, cells=(*row.cells[:4], money, row.cells[5])) for row in quotes.rows) * 8
    )
    total = Row(("Total", None, None, None, euros(123_456_789 * 40), None))
    brands = tuple(
        (f"Brand {place:02d} International", "512345", 0.9 - place / 10) for place in range(25)
    )
    figures = tuple(
        replace(part, value=euros(-123_456_789), changes=part.changes * 2)
        for part in cards["key_figures"].parts
        if isinstance(part, Metric)
    )
    bars = tuple(replace(bar, amount=bar.amount * 4321, value=money) for bar in due.bars)
    return replaced(
        brief(language),
        replace(cards["last_12_months"], parts=(Months(months(factor)),)),
        replace(cards["month_projection"], parts=(path(words(language), factor),)),
        replace(cards["open_quotes"], parts=(replace(quotes, rows=rows, total=total),)),
        replace(cards["latest_events"], parts=(Timeline(events.entries * 12),)),
        replace(cards["key_figures"], parts=figures),
        replace(cards["due_amounts"], parts=(Bars(bars), *cards["due_amounts"].parts[1:])),
        sales_by_brand(language, brands),
    )


def negative(language: Language) -> list[Card]:
    """Return months below zero (more returned than sold) and figures without a judgement."""
    say = words(language)
    cards = {card.name: card for card in brief(language)}
    below = tuple(
        replace(month, actual=-month.actual / 2, change=-1.6) if place in {3, 8} else month
        for place, month in enumerate(months())
    )
    flat = Change(
        Percent(0.0, signed=True),
        say("on last year", "sur un an", "en un año"),
        better=None,
        up=None,
    )
    figures = tuple(
        replace(part, value=euros(-36214), changes=(flat,))
        for part in cards["key_figures"].parts
        if isinstance(part, Metric)
    )
    return replaced(
        brief(language),
        replace(cards["last_12_months"], parts=(Months(below),)),
        replace(cards["key_figures"], parts=figures),
    )


HOSTILE = (
    "<script>alert(1)</script>",
    '#import "@preview/cetz:0.3.0": *',
    '$ sum_(i=0)^n $ #read("/etc/passwd")',
    "back\\slash \\n {x} {n} **bold** _it_ `code` @ref <label> // c",
    "W" * 300,
    "שלום עולם العربية",
    "nul\x00bell\x07esc\x1b[31m tab\tline\nend\u2028sep \u202eevil\u202c",
    "emoji 😀👩‍👩‍👧 日本語 \U000e0041 \ufffe \ud800",
    "z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308algo",
)


_CHARTS = (Bars, Dumbbell, Months, Panels, Path)
_OURS = {"kind", "tone", "mark", "role", "icon", "align", "confidence", "key"}
"""Fields that only our own code writes."""


def hostile(language: Language) -> list[Card]:
    """Return strings that mean harm, in every place where data is shown."""
    strings = cycle(HOSTILE)
    return [
        replace(
            card,
            title=f"{card.title} {next(strings)}",
            meta=next(strings),
            parts=tuple(_poisoned(part, strings, isinstance(part, _CHARTS)) for part in card.parts),
        )
        for card in brief(language)
    ]


def _poisoned(value: Any, strings: Iterator[str], charted: bool) -> Any:
    """Return the value with each string in it replaced, and each figure but those that label a chart; days stay."""
    if isinstance(value, str) or (
        not charted and isinstance(value, Money | Percent | Number | Points)
    ):
        return next(strings)
    if isinstance(value, tuple):
        return tuple(_poisoned(one, strings, charted) for one in value)
    if not is_dataclass(value) or isinstance(
        value, type | Day | Moment | Money | Percent | Number | Points
    ):
        return value
    shown = [one.name for one in fields(value) if one.name not in _OURS]
    return replace(
        value, **{name: _poisoned(getattr(value, name), strings, charted) for name in shown}
    )


def prospect(language: Language) -> list[Card]:
    """Return somebody who has never bought."""
    say = words(language)
    cards = without(
        brief(language), "last_12_months", "month_projection", "due_amounts", "sales_by_brand",
        "quotes_and_orders_by_brand", "since_last_brief", "key_figures",
    )  # fmt: skip
    verdict = Card(
        "health",
        "",
        (
            Headline(say("Prospect", "Prospect", "Cliente potencial"), "neutral",
                     say("Five open quotes, no order yet.", "Cinq devis ouverts, pas encore de commande.", "Cinco presupuestos abiertos, ningún pedido.")),
            *(part for part in health(language).parts if isinstance(part, Steps)),
        ),
    )  # fmt: skip
    return replaced(cards, verdict)


def with_strangers(language: Language) -> list[Card]:
    """Return the brief with cards of an analyst that it has no place for."""
    say = words(language)
    return [
        *brief(language),
        Card(
            "my_margin",
            say("My margin", "Ma marge", "Mi margen"),
            (Metric(say("Margin", "Marge", "Margen"), Percent(0.21)),),
        ),
        Card("my_list", say("My list", "Ma liste", "Mi lista"), open_quotes(language).parts),
    ]


VARIANTS: Mapping[str, Callable[[Language], list[Card]]] = {
    "full": brief,
    "first": first_fiche,
    "as_drawn": as_drawn,
    "small": small,
    "near_empty": near_empty,
    "huge": huge,
    "negative": negative,
    "hostile": hostile,
    "prospect": prospect,
    "with_strangers": with_strangers,
}
