"""The code points that a reader sees: numbers, money, dates and plurals as the design's table has them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.locale import LANGUAGES, Language, Locale, Run
from wiseparts_nb.text import Day, Listing, Moment, Money, Number, Percent, Points, Text, Value

NARROW, NO_BREAK, MINUS = "\u202f", "\u00a0", "\u2212"
THE_DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("value", "en", "fr", "es"),
    [
        (Number(1234567), "1,234,567", f"1{NARROW}234{NARROW}567", "1.234.567"),
        (Number(1234), "1,234", f"1{NARROW}234", "1.234"),
        (Number(-12.345, 2), f"{MINUS}12.34", f"{MINUS}12,34", f"{MINUS}12,34"),
        (Number(3, signed=True), "+3", "+3", "+3"),
        (Number(0, 1, signed=True), "0.0", "0,0", "0,0"),
        (
            Money(Decimal("1234.5"), "cents"),
            "€1,234.50",
            f"1{NARROW}234,50{NO_BREAK}€",
            f"1.234,50{NO_BREAK}€",
        ),
        (
            Money(Decimal(-18420)),
            f"{MINUS}€18,420",
            f"{MINUS}18{NARROW}420{NO_BREAK}€",
            f"{MINUS}18.420{NO_BREAK}€",
        ),
        (Money(Decimal(50), signed=True), "+€50", f"+50{NO_BREAK}€", f"+50{NO_BREAK}€"),
        (Money(Decimal(50400), "short"), "€50.4k", f"50,4{NO_BREAK}k€", f"50,4{NO_BREAK}k€"),
        (Money(Decimal(999949), "short"), "€999.9k", f"999,9{NO_BREAK}k€", f"999,9{NO_BREAK}k€"),
        (Money(Decimal(999950), "short"), "€1.0m", f"1,0{NO_BREAK}M€", f"1,0{NO_BREAK}M€"),
        (
            Money(Decimal(-2500000), "short", signed=True),
            f"{MINUS}€2.5m",
            f"{MINUS}2,5{NO_BREAK}M€",
            f"{MINUS}2,5{NO_BREAK}M€",
        ),
        (
            Percent(-0.132, signed=True),
            f"{MINUS}13.2%",
            f"{MINUS}13,2{NO_BREAK}%",
            f"{MINUS}13,2{NO_BREAK}%",
        ),
        (Percent(0.5, digits=0), "50%", f"50{NO_BREAK}%", f"50{NO_BREAK}%"),
        (
            Percent(12.5, digits=0, signed=True),
            "+1,250%",
            f"+1{NARROW}250{NO_BREAK}%",
            f"+1.250{NO_BREAK}%",
        ),
        (Points(0.047), "+4.7 pts", "+4,7 pts", "+4,7 p.p."),
        (Points(-0.047), f"{MINUS}4.7 pts", f"{MINUS}4,7 pts", f"{MINUS}4,7 p.p."),
        (
            Listing((Number(1), "a", Text("no_brand"))),
            "1, a, No brand",
            "1, a, Sans marque",
            "1, a, Sin marca",
        ),
        ("as it is", "as it is", "as it is", "as it is"),
    ],
)
def test_numbers(value: Value, en: str, fr: str, es: str) -> None:
    assert [Locale(language).show(value) for language in LANGUAGES] == [en, fr, es]


@pytest.mark.parametrize(
    "value",
    [
        Number(-0.4),
        Number(Decimal("-0.0"), 1, signed=True),
        Percent(-0.0004, signed=True),
        Points(0.0004),
        Money(Decimal("-0.4"), signed=True),
        Money(Decimal("-0.004"), "cents"),
        Money(Decimal(-20), "short", signed=True),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shown_as_zero_has_no_sign(value: Value, language: Language) -> None:
    shown = Locale(language).show(value)
    assert set(shown).isdisjoint("+-" + MINUS)


amounts = st.decimals(-(10**14), 10**14, places=2)
forms: list[Literal["whole", "cents", "short"]] = ["whole", "cents", "short"]


@given(
    amount=amounts,
    form=st.sampled_from(forms),
    signed=st.booleans(),
    language=st.sampled_from(LANGUAGES),
)
def test_money_of_any_size(
    amount: Decimal, form: Literal["whole", "cents", "short"], signed: bool, language: Language
) -> None:
    shown = Locale(language).show(Money(amount, form, signed))
    assert "-" not in shown
    assert "€" in shown
    digits = [one for one in shown if one.isdigit()]
    zero = not any(one != "0" for one in digits)
    assert shown.startswith(MINUS) == (amount < 0 and not zero)
    assert shown.startswith("+") == (signed and amount > 0 and not zero)
    if form == "cents":
        assert Decimal("".join(digits)) == abs(amount) * 100


@pytest.mark.parametrize(
    ("value", "en", "fr", "es"),
    [
        (Day(THE_DAY), "23 Nov 2026", "23 nov. 2026", "23 nov 2026"),
        (Day(THE_DAY, "short"), "23 Nov", "23 nov.", "23 nov"),
        (Day(THE_DAY, "weekday"), "Mon 23 Nov", "lun. 23 nov.", "lun 23 nov"),
        (Day(date(2026, 11, 1)), "1 Nov 2026", "1er nov. 2026", "1 nov 2026"),
        (
            Day(date(2026, 11, 1), "month_year"),
            "November 2026",
            "novembre 2026",
            "noviembre de 2026",
        ),
        (Day(THE_DAY, "month"), "November", "novembre", "noviembre"),
        (Day(THE_DAY, "month_year"), "November 2026", "novembre 2026", "noviembre de 2026"),
        (Day(date(2025, 12, 1), "axis"), "Dec", "déc", "dic"),
        (Day(date(2026, 2, 1), "axis"), "Feb", "févr", "feb"),
        (Day(date(2024, 2, 29), "number"), "29", "29", "29"),
        (
            Moment(datetime.fromisoformat("2026-11-23 07:40")),
            "23 Nov 2026, 08:40",
            "23 nov. 2026 à 08:40",
            "23 nov 2026, 08:40",
        ),
        (
            Moment(datetime.fromisoformat("2026-11-22 23:30"), "short"),
            "Mon 23 Nov, 00:30",
            "lun. 23 nov. à 00:30",
            "lun 23 nov, 00:30",
        ),
        (
            Moment(datetime.fromisoformat("2026-07-01 12:00"), "long"),
            "Wednesday 1 July 2026, 14:00",
            "mercredi 1er juillet 2026 à 14:00",
            "miércoles, 1 de julio de 2026, 14:00",
        ),
    ],
)
def test_dates(value: Value, en: str, fr: str, es: str) -> None:
    shown = [Locale(language, zone="Europe/Paris").show(value) for language in LANGUAGES]
    assert [one.replace(NO_BREAK, " ") for one in shown] == [en, fr, es]


@given(
    number=st.decimals(allow_nan=False, min_value=-(10**15), max_value=10**15, places=4),
    digits=st.integers(0, 3),
    language=st.sampled_from(LANGUAGES),
)
def test_numbers_are_as_babel_writes_them(number: Decimal, digits: int, language: Language) -> None:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    written = format_decimal(round(number, digits) + 0, pattern, locale=language)
    assert Locale(language).show(Number(number, digits)) == written.replace("-", "\u2212")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_number_is_shown_all_the_same(language: Language) -> None:
    assert Locale(language).show(Number(float("nan"), 1)) == "NaN"
    assert Locale(language).show(Money(Decimal("-Infinity"))).startswith("\u2212")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_does_not_break(language: Language) -> None:
    for form in ("full", "short", "weekday"):
        assert " " not in Locale(language).show(Day(THE_DAY, form))


@pytest.mark.parametrize(
    ("count", "en", "fr", "es"),
    [
        (0, "0 days", "0 jour", "0 días"),
        (1, "1 day", "1 jour", "1 día"),
        (2, "2 days", "2 jours", "2 días"),
        (1_000_000, "1,000,000 days", f"1{NARROW}000{NARROW}000 jours", "1.000.000 días"),
    ],
)
def test_plurals(count: int, en: str, fr: str, es: str) -> None:
    text = Text("health.days", {"n": Number(count)})
    assert [Locale(language).show(text) for language in LANGUAGES] == [en, fr, es]


def test_only_the_message_is_bold() -> None:
    text = Text("latest_events.entry", {"what": "**{detail}**", "detail": "x **y** {what}"})
    assert Locale("en").runs(text) == (Run("**{detail}**", bold=True), Run(" x **y** {what}"))
    assert Locale("fr").runs("**as it is**") == (Run("**as it is**"),)


def test_french_spaces_are_put_into_messages_only() -> None:
    shown = Locale("fr").text(Text("meeting_brief.meeting", {"kind": "a : b", "subject": "c ; d"}))
    assert shown == f"a : b{NO_BREAK}: c ; d"


def test_other_currencies() -> None:
    assert Locale("en", currency="GBP").show(Money(Decimal(5))) == "£5"
    assert Locale("fr", currency="USD").show(Money(Decimal(5000), "short")) == f"5,0{NO_BREAK}k$"


def test_what_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown language 'EN'\. Did you mean 'en'"):
        Locale.of("EN")
    with pytest.raises(UnknownNameError, match=r"Did you mean 'offers\.title'"):
        Locale("en").show(Text("offers.titel"))
    with pytest.raises(UnknownNameError, match=r"value in message 'offers\.meta'"):
        Locale("en").show(Text("offers.meta"))
    assert Locale.of("es", currency="USD", zone="Europe/Madrid") == Locale(
        "es", "USD", "Europe/Madrid"
    )
