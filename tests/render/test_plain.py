"""Cards as text: what a terminal shows, and that it shows the numbers of the page."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.render.html_reading import numbers, reading
from tests.render.sample_brief import VARIANTS
from tests.render.sample_parts import SNAPSHOTS, kept, locale, part_cards, sampled
from wiseparts_nb.card import Bar, Bars, Card, Column, Finding, Findings, Metric, Row, Table
from wiseparts_nb.locale import LANGUAGES, Language, Locale
from wiseparts_nb.render.html import card_html
from wiseparts_nb.render.plain import card_text
from wiseparts_nb.text import Money, Number, Percent


@pytest.mark.parametrize(("kind", "language"), list(sampled()))
def test_each_part_reads_as_it_did(kind: str, language: Language):
    made = card_text(part_cards(language)[kind], locale(language))
    assert made == kept(SNAPSHOTS / "text" / f"{kind}.{language}.txt", made)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("variant", ["full", "huge", "negative", "prospect"])
def test_text_and_page_show_the_same_numbers(variant: str, language: Language):
    for card in [*VARIANTS[variant](language), *part_cards(language).values()]:
        text = card_text(card, locale(language))
        html = reading(card_html(card, locale(language))).text
        assert numbers(text) == numbers(html), card.name


amounts = st.decimals(Decimal(-(10**9)), Decimal(10**9), places=2)
values = st.one_of(
    st.none(),
    amounts.map(Money),
    amounts.map(lambda amount: Money(amount, "short", signed=True)),
    amounts.map(lambda amount: Number(amount, 2)),
    st.floats(-10, 10).map(lambda ratio: Percent(ratio, signed=True)),
)


@given(
    st.lists(st.tuples(values, values, amounts), min_size=1, max_size=6), st.sampled_from(LANGUAGES)
)
def test_any_figures_are_the_same_in_both(rows: Any, language: Language):
    table = Table(
        (Column("A"), Column("B", "right")), tuple(Row((one, two)) for one, two, _ in rows)
    )
    bars = Bars(
        tuple(Bar("bar", float(amount), Money(amount), share=Percent(0.5)) for _, _, amount in rows)
    )
    findings = Findings(
        tuple(Finding("bad", "down", Money(amount), "text", one) for one, _, amount in rows)
    )
    card = Card(
        "own", "", (table, bars, findings, *(Metric("label", Money(amount)) for *_, amount in rows))
    )
    text, html = card_text(card, Locale(language)), reading(card_html(card, Locale(language))).text
    assert numbers(text) == numbers(html)


def columns(line: str) -> int:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in line)
    return (
        len(line)
        + wide
        - sum(
            bool(unicodedata.combining(char)) or unicodedata.category(char) == "Cf" for char in line
        )
    )


@pytest.mark.parametrize("width", [80, 100, 140])
@pytest.mark.parametrize("variant", ["full", "huge"])
def test_lines_fit_the_terminal(variant: str, width: int):
    for card in VARIANTS[variant]("fr"):
        _, *lines = card_text(card, locale("fr"), width=width).splitlines()
        assert max(map(columns, lines), default=0) <= width, card.name


def test_hostile_strings_stay_on_their_line_and_steer_no_terminal():
    for card in VARIANTS["hostile"]("en"):
        text = card_text(card, locale("en"))
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202a-\u202e\ud800-\udfff]", text)
        text.encode()


def test_amounts_of_a_column_end_at_one_edge():
    lines = card_text(part_cards("fr")["months"], locale("fr")).splitlines()[4:]
    assert len({line.rindex("%") for line in lines}) == 1


def test_a_small_bar_can_be_seen_and_none_has_no_length():
    card = Card(
        "own",
        "",
        (
            Bars(
                (
                    Bar("big", 1000.0, "a"),
                    Bar("small", 0.001, "b"),
                    Bar("none", 0.0, "c"),
                    Bar("back", -500.0, "d"),
                )
            ),
        ),
    )
    bars = [line.split()[1] for line in card_text(card, Locale()).splitlines()]
    assert bars == ["█" * 24, "▏", "c", "−" + "█" * 12]
