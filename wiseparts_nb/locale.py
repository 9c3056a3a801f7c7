"""A reader's language: words from the message files, numbers, money and dates by Babel.

Every message stands in a ``.toml`` file beside the feature that says it, in English, French and Spanish on adjacent lines;
its id is the file's name and its key (``quotes_by_brand.title``). The code points follow the design's table of numbers:
real minus (U+2212), narrow no-break space for French thousands (U+202F), no-break space before a currency or percent sign.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Literal, assert_never, get_args
from zoneinfo import ZoneInfo

import babel
from babel.dates import format_date
from babel.numbers import (
    format_decimal,
    get_currency_symbol,
    get_decimal_symbol,
    get_group_symbol,
)

from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.text import Day, Listing, Moment, Money, Number, Percent, Points, Text, Value

__all__ = ["LANGUAGES", "Language", "Locale", "Run", "messages"]

Language = Literal["en", "fr", "es"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_TERRITORY = {"en": "en_GB", "fr": "fr_FR", "es": "es_ES"}
_DAY_PATTERN: Mapping[str, Mapping[str, str]] = {
    "full": {"en": "d MMM y", "fr": "d MMM y", "es": "d MMM y"},
    "short": {"en": "d MMM", "fr": "d MMM", "es": "d MMM"},
    "weekday": {"en": "EEE d MMM", "fr": "EEE d MMM", "es": "EEE d MMM"},
    "long": {"en": "EEEE d MMMM y", "fr": "EEEE d MMMM y", "es": "EEEE, d 'de' MMMM 'de' y"},
    "month": {"en": "LLLL", "fr": "LLLL", "es": "LLLL"},
    "month_year": {"en": "LLLL y", "fr": "LLLL y", "es": "LLLL 'de' y"},
    "axis": {"en": "LLL", "fr": "LLL", "es": "LLL"},
    "axis_year": {"en": "LLL y", "fr": "LLL y", "es": "LLL y"},
    "number": {"en": "d", "fr": "d", "es": "d"},
}
_WITH_DAY = frozenset({"full", "short", "weekday", "long"})
_PLACE = re.compile(r"\{(\w+)\}(\.?)")
_NO_BREAK = "\u00a0"
_MINUS = "\u2212"
_MILLION_FROM = 999_950


@dataclass(frozen=True)
class Run:
    """A piece of a sentence, bold or not."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Locale:
    """How one reader reads: language, currency of the source, time zone.

    ``text`` and ``runs`` give sentences, ``show`` any value; none of them ever fails on data, only on a message that
    does not exist.
    """

    language: Language = "en"
    currency: str = "EUR"
    zone: str = "UTC"

    @classmethod
    def of(cls, language: str, *, currency: str = "EUR", zone: str = "UTC") -> Locale:
        """Return the locale of a language given by a person.

        Raises
        ------
        UnknownNameError
            The language is not one of ``LANGUAGES``.
        """
        for known in LANGUAGES:
            if language == known:
                return cls(known, currency, zone)
        raise UnknownNameError("language", language, LANGUAGES)

    @cached_property
    def _babel(self) -> babel.Locale:
        return _babel(self.language)

    def show(self, value: Value) -> str:  # noqa: PLR0911 - one return for each sort of value
        """Return any value as plain text."""
        match value:
            case str():
                return value
            case Text():
                return self.text(value)
            case Money():
                return self._money(value)
            case Number():
                rounded = _rounded(value.value, value.digits)
                return _signed(self._number(rounded, value.digits), rounded, signed=value.signed)
            case Percent():
                rounded = _rounded(value.ratio, value.digits + 2)
                sign = "%" if self.language == "en" else f"{_NO_BREAK}%"
                shown = self._number(rounded * 100, value.digits) + sign
                return _signed(shown, rounded, signed=value.signed)
            case Points():
                number = Number(value.delta * 100, value.digits, signed=True)
                return self.text(Text("unit.points", {"number": number}))
            case Day():
                return self._day(value.on, value.form)
            case Moment():
                return self._moment(value)
            case Listing():
                return ", ".join(map(self.show, value.items))
            case _:
                assert_never(value)

    def text(self, text: Text | str) -> str:
        """Return a sentence without its emphasis."""
        return "".join(run.text for run in self.runs(text))

    def runs(self, text: Text | str) -> tuple[Run, ...]:
        """Return a sentence as bold and plain pieces. Only the message can be bold, never a value within it."""
        if isinstance(text, str):
            return (Run(text),)
        values = {name: self.show(value) for name, value in text.args.items()}
        filled = (
            Run(_filled(piece, values, text.id), bool(place % 2))
            for place, piece in enumerate(_pieces(self._template(text)))
        )
        return tuple(run for run in filled if run.text)

    def _template(self, text: Text) -> str:
        template = messages()[self.language].get(text.id)
        if template is None:
            raise UnknownNameError("message", text.id, messages()[self.language])
        if isinstance(template, str):
            return template
        count = text.args.get("n")
        amount = abs(count.value) if isinstance(count, Number) else 0
        return template.get(self._babel.plural_form(amount), template["other"])

    def _money(self, money: Money) -> str:
        if money.form in ("short", "round"):
            return self._short_money(money)
        places = 2 if money.form == "cents" else 0
        amount = _rounded(money.amount, places)
        shown = self._number(abs(amount), places)
        sign = self.currency_symbol
        shown = f"{sign}{shown}" if self.language == "en" else f"{shown}{_NO_BREAK}{sign}"
        return _signed(f"-{shown}" if amount < 0 else shown, amount, signed=money.signed)

    def _short_money(self, money: Money) -> str:
        """Say thousands, or millions from the amount on that would be a thousand thousands."""
        large = abs(money.amount) >= _MILLION_FROM
        amount = _rounded(money.amount / (10**6 if large else 1000), 1)
        digits = 0 if money.form == "round" and amount % 1 == 0 else 1
        shown = _signed(self._number(amount, digits), amount, signed=money.signed)
        letter = self.text(Text("unit.millions" if large else "unit.thousands"))
        if self.language != "en":
            return f"{shown}{_NO_BREAK}{letter}{self.currency_symbol}"
        lead = shown[0] if shown[0] in f"{_MINUS}+" else ""
        return f"{lead}{self.currency_symbol}{shown.removeprefix(lead)}{letter}"

    def _number(self, rounded: Decimal, digits: int) -> str:
        """A rounded number with the language's marks; Babel itself takes twenty times as long."""
        if not rounded.is_finite():
            return format_decimal(rounded, locale=self._babel)
        return f"{rounded:,.{digits}f}".translate(_number_marks(self.language))

    @cached_property
    def currency_symbol(self) -> str:
        """The currency's sign: the plain one where there is one ($, £), for a source has only one currency."""
        plain = get_currency_symbol(self.currency, locale="en_US")
        return (
            get_currency_symbol(self.currency, locale=self._babel) if plain[0].isalpha() else plain
        )

    def _day(self, on: date, form: str) -> str:
        shown = _date(on, _DAY_PATTERN[form][self.language], self.language)
        if form == "axis":
            return shown.rstrip(".")
        if self.language == "fr" and on.day == 1 and form in _WITH_DAY:
            shown = re.sub(r"\b1\b", "1er", shown, count=1)
        return shown.replace(" ", _NO_BREAK) if form in {"short", "full", "weekday"} else shown

    def _moment(self, moment: Moment) -> str:
        local = moment.at.replace(tzinfo=UTC).astimezone(ZoneInfo(self.zone))
        form = {"full": "full", "short": "weekday", "long": "long"}[moment.form]
        return self.text(
            Text("moment.full", {"day": self._day(local.date(), form), "time": f"{local:%H:%M}"})
        )


@cache
def _babel(language: Language) -> babel.Locale:
    return babel.Locale.parse(_TERRITORY[language])


@cache
def _number_marks(language: Language) -> Mapping[int, str]:
    """What a language writes for the marks in Python's ``1,234.5``."""
    group = get_group_symbol(_babel(language))
    return str.maketrans({",": group, ".": get_decimal_symbol(_babel(language))})


@lru_cache(4096)
def _date(on: date, pattern: str, language: Language) -> str:
    return format_date(on, pattern, locale=_babel(language))


@cache
def _pieces(template: str) -> tuple[tuple[str, ...], ...]:
    """A message cut at its bold marks, each piece into words, then a value's name, the full stop behind it, words ..."""
    return tuple(tuple(_PLACE.split(piece)) for piece in template.split("**"))


def _filled(piece: Sequence[str], values: Mapping[str, str], message: str) -> str:
    """Put values in; a value that ends with a full stop ("30 nov.") takes the sentence's own with it."""
    if len(piece) == 1:
        return piece[0]
    filled = piece[0]
    for name, stop, words in zip(piece[1::3], piece[2::3], piece[3::3], strict=True):
        if name not in values:
            raise UnknownNameError(f"value in message {message!r}", name, values)
        shown = values[name]
        filled += shown + words if shown.endswith(".") else shown + stop + words
    return filled


def _rounded(value: Decimal | float, digits: int) -> Decimal:
    """Round half to even, as Babel does, before anybody asks for the sign: what is shown as zero has none."""
    exact = Decimal(str(value))
    return round(exact, digits) + 0 if exact.is_finite() else exact


def _signed(shown: str, number: Decimal, *, signed: bool) -> str:
    shown = shown.replace("-", _MINUS)
    return f"+{shown}" if signed and number > 0 else shown


@cache
def messages() -> Mapping[Language, Mapping[str, str | Mapping[str, str]]]:
    """Return every message by language and id; a plural is a mapping from CLDR category to sentence."""
    found: dict[Language, dict[str, str | Mapping[str, str]]] = {
        language: {} for language in LANGUAGES
    }
    for file in _word_files(files("wiseparts_nb")):
        prefix = "" if file.name == "words.toml" else file.name.removesuffix(".toml") + "."
        for name, message in _flat(tomllib.loads(file.read_text(encoding="utf-8"))):
            for language, sentence in message.items():
                found[language][prefix + name] = _spaced(sentence) if language == "fr" else sentence
    return found


def _word_files(folder: Traversable) -> list[Traversable]:
    inside = sorted(folder.iterdir(), key=lambda entry: entry.name)
    own = [entry for entry in inside if entry.name.endswith(".toml")]
    return own + [file for entry in inside if entry.is_dir() for file in _word_files(entry)]


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, dict[Language, Any]]]:
    if LANGUAGES[0] in table:
        return [
            (prefix, {language: table[language] for language in LANGUAGES if language in table})
        ]
    return [
        row
        for name, inner in table.items()
        if isinstance(inner, dict)  # source/examples.toml holds plain values
        for row in _flat(inner, f"{prefix}.{name}" if prefix else name)
    ]


def _spaced(sentence: Any) -> Any:
    """Put French no-break spaces before double punctuation, in the message only, never in the data within it."""
    if isinstance(sentence, str):
        return re.sub(r" (?=[:;?!»%€])", _NO_BREAK, sentence).replace("« ", f"«{_NO_BREAK}")
    return {form: _spaced(one) for form, one in sentence.items()}
