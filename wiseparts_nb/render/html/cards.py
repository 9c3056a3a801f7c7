"""A card as a section of a page: its head, its parts in order, its foot."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import assert_never

from markupsafe import Markup

from wiseparts_nb.card import (
    Bars,
    Bullet,
    Card,
    Chances,
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
)  # fmt: skip
from wiseparts_nb.locale import Locale
from wiseparts_nb.render.html.drawing import drawn, legend
from wiseparts_nb.render.html.stage import Link, Room, Stage
from wiseparts_nb.render.html.tables import grid
from wiseparts_nb.render.pdf_fit import clean
from wiseparts_nb.render.progress import tier_fact
from wiseparts_nb.render.svg import spark
from wiseparts_nb.render.tabular import Charted, as_table
from wiseparts_nb.text import Money, Number, Percent, Text, Value, Words

__all__ = ["Link", "Room", "Stage", "card_html", "quiet"]


def card_html(
    card: Card,
    locale: Locale,
    *,
    room: Room = "wide",
    link: Link | None = None,
    how: str = "",
    more: tuple[str, Words] | None = None,
) -> str:
    """Return a card as one ``section``.

    Parameters
    ----------
    room
        How much of a page's width the card may have; its charts are drawn for that, and for a phone.
    link
        From the key of a mark, a row or an entry to the address that opens it; without it nothing is clickable.
    how
        The address that tells how its figures are computed.
    more
        The address that has more of the same, and its words.

    Raises
    ------
    ValueError
        A picture's specification is not Vega-Lite, or reads data from an address.
    """
    stage = Stage(locale, room, link, how, more)
    main = [part for part in card.parts if not isinstance(part, Steps)]
    aside = [part for part in card.parts if isinstance(part, Steps)]
    drawn_card = stage.fill(
        "card",
        card=card,
        label=clean(locale.show(card.title)),
        led=card.meta is None and any(isinstance(part, Headline) for part in card.parts[:1]),
        only=len(card.parts) == 1,
        quiet=quiet(card),
        how_words=Text("html.how", {"title": card.title}),
        main=_parts(main, stage),
        aside=_parts(aside, stage),
    )
    return str(drawn_card)


def quiet(card: Card) -> bool:
    """Whether the card is small print: notes without a title, or why widgets are hidden."""
    return (
        all(isinstance(part, Note) and part.tone == "neutral" for part in card.parts)
        and not card.message
    )


def _parts(parts: Sequence[Part], stage: Stage) -> Markup:
    """Parts one below the other; figures that follow each other stand side by side."""
    pieces: list[Markup] = []
    for together, group in groupby(parts, key=lambda part: isinstance(part, Metric)):
        own = [_part(part, stage) for part in group]
        pieces += [stage.fill("metrics", metrics=own)] if together else own
    return Markup().join(pieces)


def _part(part: Part, stage: Stage) -> Markup:  # noqa: C901, PLR0911  # one case a part
    match part:
        case Identity():
            return stage.fill("parts/identity", part=part)
        case Headline():
            return stage.fill("parts/headline", part=part)
        case Findings():
            return stage.fill("parts/findings", part=part)
        case Steps():
            return stage.fill("parts/steps", part=part)
        case Metric():
            return stage.fill("parts/metric", part=part, trend=_trend(part, stage.locale))
        case (
            Bars()
            | Months()
            | Path()
            | Dots()
            | Panels()
            | Dumbbell()
            | Scatter()
            | Bullet()
            | Course()
        ):
            return _chart(part, stage)
        case Chances():
            return stage.fill("parts/chances", part=part)
        case Table():
            return stage.fill("parts/table", part=part, grid=grid(part, stage.locale))
        case Timeline():
            hrefs = [stage.href(entry.key) for entry in part.entries]
            return stage.fill("parts/timeline", part=part, hrefs=hrefs)
        case Note():
            return stage.fill("parts/note", part=part)
        case Picture():
            chart = drawn(part, stage.locale, room=stage.room, link=stage.link)
            return stage.fill("parts/picture", part=part, chart=chart)
        case _:
            assert_never(part)


def _chart(part: Charted, stage: Stage) -> Markup:
    table = as_table(part, stage.locale)
    return stage.fill(
        "parts/chart",
        chart=drawn(part, stage.locale, room=stage.room, link=stage.link),
        label=part.label if isinstance(part, Bars | Dots) else None,
        confidence=(part.confidence, part.confidence_text)
        if isinstance(part, Path)
        else (None, None),
        legend=legend(part),
        notes=[tier_fact(tier, stage.locale) for tier in part.tiers]
        if isinstance(part, Course)
        else [],
        data_words=Text("html.data"),
        table=table,
        grid=grid(table, stage.locale),
    )


def _trend(part: Metric, locale: Locale) -> tuple[Markup, str] | None:
    """The sparkline of a figure, and its values in words."""
    if not part.trend:
        return None
    line = spark(part.trend, reference=part.reference, width=180, height=36)
    values = ", ".join(locale.show(_alike(part.value, one)) for one in part.trend)
    if part.reference is None:
        name = Text("html.trend", {"values": values})
    else:
        name = Text(
            "html.trend_reference",
            {"values": values, "reference": _alike(part.value, part.reference)},
        )
    return Markup(line), locale.text(name)  # noqa: S704  # numbers only


def _alike(value: Value, number: float) -> Value:
    """The number as the same sort of thing as the value."""
    match value:
        case Money():
            return Money(Decimal(str(number)), value.form)
        case Percent():
            return Percent(number, value.digits)
        case Number():
            return Number(number, value.digits)
        case _:
            return Number(number, 1)
