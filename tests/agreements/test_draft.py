"""Drafts: what was typed is read in the reader's language, what cannot be read is kept as it was typed, and said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.customer.conftest import MakeSource
from wiseparts_nb.agreements.draft import fields_of, left, row_count, step_of, terms_of
from wiseparts_nb.agreements.terms import Notices, Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.locale import LANGUAGES, Language, Locale
from wiseparts_nb.reading import (
    Unread,
    read_day,
    read_number,
    read_percent,
    typed_number,
    typed_percent,
)
from wiseparts_nb.source.source import Source

EN = Locale("en")
TERMS = Terms(
    "Lighting growth",
    starts_on=date(2027, 1, 1),
    ends_on=date(2027, 12, 31),
    customers=("C-1",),
    tiers=(Tier(Decimal(180_000), Decimal("0.02")), Tier(Decimal("300000.5"), Decimal("0.045"))),
    reference_tier=2,
    notices=Notices(("ines@sonelec.example",), "weekly"),
)


@pytest.mark.parametrize(
    ("language", "typed", "value"),
    [
        ("en", "12,500.50", "12500.5"),
        ("en", "€12,500", "12500"),
        ("en", "12500.5", "12500.5"),
        ("en", " 1 250 000 ", "1250000"),
        ("fr", "12 500,50", "12500.5"),
        ("fr", "12\u202f500,50 €", "12500.5"),
        ("fr", "12500.5", "12500.5"),
        ("fr", "12,500", "12.5"),
        ("es", "12.500,50", "12500.5"),
        ("es", "12.500", "12500"),
        ("es", "0.125", "0.125"),
        ("es", "12500,5", "12500.5"),
        ("es", "\u22125", "-5"),
    ],
)
def test_numbers_are_read_in_the_language(language: Language, typed: str, value: str):
    assert read_number(typed, Locale(language)) == Decimal(value)


@pytest.mark.parametrize(
    ("language", "typed", "reason"),
    [
        ("fr", "12.500", "deux nombres"),
        ("en", "12,5", "is not a number"),
        ("en", "12,50,000", "is not a number"),
        ("en", "12k", "is not a number"),
        ("en", "", "is not a number"),
        ("en", "1e9", "is not a number"),
        ("en", "٣", "is not a number"),
        ("en", "NaN", "is not a number"),
        ("es", "1.500.50", "no es un número"),
        ("en", "9" * 30, "too large"),
    ],
)
def test_what_is_no_number_or_could_be_two_is_told(language: Language, typed: str, reason: str):
    locale = Locale(language)
    found = read_number(typed, locale)
    assert isinstance(found, Unread)
    assert reason in locale.text(found.words)


@given(
    st.sampled_from(LANGUAGES),
    st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False),
)
def test_a_number_is_read_as_it_is_shown(language: Language, number: Decimal):
    locale = Locale(language)
    assert read_number(typed_number(number, locale), locale) == number
    assert read_percent(typed_percent(number / 10**9, locale), locale) == number / 10**9


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31/12/2027", date(2027, 12, 31)),
        ("1.2.27", date(2027, 2, 1)),
        ("2027-12-31", date(2027, 12, 31)),
        (" 01-02-2027 ", date(2027, 2, 1)),
    ],
)
def test_days_are_read(typed: str, day: date):
    assert read_day(typed) == day


@pytest.mark.parametrize("typed", ["31/02/2027", "tomorrow", "2027", "12/31/2027", "1/1/0000"])
def test_what_is_no_day_is_told_in_every_language(typed: str):
    found = read_day(typed)
    assert isinstance(found, Unread)
    assert all(typed in Locale(language).text(found.words) for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_that_a_form_shows_are_read_back_as_they_were(language: Language):
    locale = Locale(language)
    fields = fields_of(TERMS, {}, locale) | {"tiers": "2"}
    assert terms_of(fields, TERMS, locale) == (TERMS, {})
    assert terms_of(fields, Terms(), locale)[0] == replace(TERMS, customers=())


def test_a_step_changes_its_own_fields_only():
    changed, written = terms_of({"description": " New "}, TERMS, EN)
    assert (changed, written) == (replace(TERMS, description="New"), {})


def test_an_unreadable_tier_keeps_its_row_and_every_word(make: MakeSource):
    fields = {
        "tiers": "3",
        "tiers.1.threshold": "180,000", "tiers.1.bonus_rate": "2",
        "tiers.2.threshold": "12k", "tiers.2.bonus_rate": "3 %",
        "tiers.3.threshold": "30,000", "tiers.3.bonus_rate": "",
        "reference_tier": "1",
    }  # fmt: skip
    terms, written = terms_of(fields, TERMS, EN)
    assert terms.tiers == (Tier(Decimal(180_000), Decimal("0.02")),)
    assert row_count(terms, written) == 3
    french = fields_of(terms, written, Locale("fr"))
    assert french["tiers.1.threshold"] == "180\u202f000"
    assert french["tiers.2.threshold"] == "12k"
    assert french["tiers.2.bonus_rate"] == "3,0"
    assert french["tiers.3.bonus_rate"] == ""
    assert french["reference_tier"] == "1"
    source = customers(make)
    assert [one.field for one in left(terms, written, source, EN)] == [
        "tiers.2.threshold",
        "tiers.3.bonus_rate",
    ]


def test_a_tier_is_named_by_its_row(make: MakeSource):
    fields = {"tiers": "3"}
    for at, threshold in enumerate(("", "300,000", "30,000"), 1):
        fields |= {f"tiers.{at}.threshold": threshold, f"tiers.{at}.bonus_rate": "2"}
    terms, written = terms_of(fields, TERMS, EN)
    words = {one.field: EN.text(one.words) for one in left(terms, written, customers(make), EN)}
    assert words["tiers.3.threshold"] == "Must be more than €300,000, the tier 2 threshold."


def test_a_new_draft_says_what_each_step_still_needs(make: MakeSource):
    found = [one.field for one in left(Terms(), {}, customers(make), EN)]
    assert found == [
        "description", "starts_on", "ends_on", "customers", "tiers.1.threshold", "tiers.1.bonus_rate",
    ]  # fmt: skip
    assert [step_of(one) for one in found] == [1, 1, 1, 1, 2, 2]


def test_what_is_no_day_or_number_stands_beside_its_field(make: MakeSource):
    typed = {"ends_on": "31/02/2027", "grace_days": "a week", "find.customers": "Lyon"}
    terms, written = terms_of(typed, TERMS, EN)
    assert (terms.ends_on, terms.grace_days) == (None, TERMS.grace_days)
    assert written == typed
    words = {one.field: EN.text(one.words) for one in left(terms, written, customers(make), EN)}
    assert words["ends_on"] == "There is no such day as 31/02/2027. Check the day and the month."
    assert words["grace_days"].startswith("“a week” is not a number of days.")
    assert words["find.customers"].startswith("Choose what “Lyon” stands for")


def test_recipients_stand_one_a_line_and_are_addresses(make: MakeSource):
    typed = {
        "recipients": "ines@sonelec.example; ana@ibanez.example\n\nines@sonelec.example\nnobody"
    }
    terms, _ = terms_of(typed | {"interval": "daily"}, TERMS, EN)
    assert terms.notices == Notices(
        ("ines@sonelec.example", "ana@ibanez.example", "nobody"), "daily"
    )
    (found,) = left(terms, {}, customers(make), EN)
    assert (found.field, step_of(found.field)) == ("recipients", 4)
    assert EN.text(found.words).startswith("“nobody” is not an e-mail address.")


@pytest.mark.parametrize("field", ["metric", "tier_basis", "scope", "interval"])
def test_a_choice_that_there_is_not_changes_nothing(field: str):
    assert terms_of({field: "<b>", "recipients": "ines@sonelec.example"}, TERMS, EN)[0] == TERMS


def customers(make: MakeSource) -> Source:
    one = {"customer_id": "C-1", "name": "One", "kind": "customer"}
    return make(date(2026, 11, 23), customers=[one])
