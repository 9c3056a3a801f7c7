"""Agreements in words: amounts, chances as figure, word and odds, periods and filters, in each language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from wiseparts_nb.agreements.names import Names
from wiseparts_nb.agreements.terms import Narrowing, Terms
from wiseparts_nb.agreements.wording import (
    amount,
    chance_clause,
    chance_words,
    narrowed_words,
    period_words,
    rate,
    still,
)
from wiseparts_nb.locale import Language, Locale

EN = Locale("en")


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0, "0%, very unlikely"),
        (0.001, "under 1%, very unlikely"),
        (0.094, "9%, very unlikely"),
        (0.095, "10%, unlikely"),
        (0.21, "21%, unlikely"),
        (0.394, "39%, unlikely"),
        (0.395, "40%, could go either way"),
        (0.694, "69%, could go either way"),
        (0.7, "70%, likely"),
        (0.944, "94%, likely"),
        (0.95, "95%, almost certain"),
        (0.999, "over 99%, almost certain"),
        (1, "100%, almost certain"),
    ],
)
def test_the_word_fits_the_figure_beside_it(chance: float, said: str) -> None:
    assert EN.text(chance_words(chance)) == said


@pytest.mark.parametrize(
    ("language", "chance", "said"),
    [
        ("en", 0.21, "tier 3 is unlikely: about 2 chances in 10"),
        ("en", 0.1, "tier 3 is unlikely: about 1 chance in 10"),
        ("en", 0.5, "tier 3 could go either way: about 5 chances in 10"),
        ("fr", 0.21, "le palier 3 est peu probable : environ 2 chances sur 10"),
        ("fr", 0.97, "le palier 3 est quasi certain : plus de 19 chances sur 20"),
        ("es", 0.21, "el nivel 3 es poco probable: unas 2 probabilidades de cada 10"),
        ("es", 0.02, "el nivel 3 es muy poco probable: menos de 1 probabilidad de cada 20"),
    ],
)
def test_a_chance_is_counted_in_tens(language: Language, chance: float, said: str) -> None:
    assert Locale(language).text(chance_clause(3, chance)).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("number", "form", "said"),
    [
        ("150000", "brief", "€150k"),
        ("152500", "brief", "€152.5k"),
        ("152550", "brief", "€152,550"),
        ("152550.5", "brief", "€152,550.50"),
        ("1250000", "brief", "€1,250,000"),
        ("1200000", "brief", "€1.2m"),
        ("500", "short", "€500"),
        ("-1500", "short", "−€1.5k"),
        ("1500.5", "exact", "€1,500.50"),
    ],
)
def test_a_short_threshold_loses_nothing(number: str, form: str, said: str) -> None:
    assert EN.show(amount(Decimal(number), "net", form=form)) == said  # pyright: ignore[reportArgumentType]


def test_pieces_are_plain_numbers_and_the_last_few_count_exactly() -> None:
    assert EN.show(amount(Decimal("1200.500"), "quantity")) == "1,200"
    assert EN.show(amount(Decimal("1200.500"), "quantity", form="exact")) == "1,200.5"
    assert EN.show(still(Decimal("0.31"), "net")) == "€0.31"
    assert EN.show(still(Decimal("119272.18"), "net")) == "€119,272"
    assert EN.show(rate(Decimal("0.045"), signed=True)) == "+4.5%"
    assert EN.show(rate(Decimal("0.0225"))) == "2.25%"


def test_a_period_says_its_year_once_and_a_draft_what_it_has() -> None:
    def said(start: date | None, end: date | None) -> str:
        words = EN.show(period_words(Terms(starts_on=start, ends_on=end)))
        return words.replace("\u00a0", " ")

    assert said(date(2026, 1, 1), date(2026, 12, 31)) == "1 Jan – 31 Dec 2026"
    assert said(date(2026, 4, 1), date(2027, 3, 31)) == "1 Apr 2026 – 31 Mar 2027"
    assert said(date(2026, 4, 1), None) == "from 1 Apr 2026"
    assert said(None, None) == "no dates yet"


def test_filters_are_named_where_there_is_one_and_counted_where_there_are_more() -> None:
    names = Names(brands={"B-1": "Arcotec"})
    terms = Terms(brands=Narrowing(("B-1",)), families=Narrowing(("a", "b", "c"), ("d",)))
    words = narrowed_words(terms, names)
    assert words is not None
    assert EN.show(words) == "brand Arcotec, 3 families, without family d"
    assert narrowed_words(Terms(), names) is None
