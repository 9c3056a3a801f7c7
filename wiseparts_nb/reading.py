"""What a person typed, read in their language: numbers, percentages and days; and how a form shows them to be typed over.

A number is read with the language's own marks (fr ``12 500,50``, en ``12,500.50``, es ``12.500,50``) or plainly (``12500.5``).
What could mean two numbers is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wiseparts_nb.locale import Language, Locale
from wiseparts_nb.text import Number, Text

__all__ = [
    "Unread",
    "read_day",
    "read_number",
    "read_percent",
    "typed_day",
    "typed_number",
    "typed_percent",
]

_MARKS: Mapping[Language, tuple[str, str]] = {
    "en": (r"[, ]", r"\."),
    "fr": (r"[ ]", ","),
    "es": (r"[. ]", ","),
}
"""Marks between thousands and before the decimals."""
_PLAIN = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_EITHER = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
"""A mark before three digits: thousands to one reader, decimals to another."""
_BLANKS = re.compile(r"[\s\u00a0\u202f\u2009]+")
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_LARGEST = Decimal(10) ** 13
_SAMPLE = Decimal("12500.5")


@dataclass(frozen=True)
class Unread:
    """What was typed is no value; ``words`` say what to write instead."""

    words: Text


def read_number(text: str, locale: Locale) -> Decimal | Unread:
    """Return the number that was typed; a currency sign is left aside."""
    typed = _BLANKS.sub(
        " ", text.replace("\u2212", "-").replace(locale.currency_symbol, "")
    ).strip()
    group, point = _MARKS[locale.language]
    own = rf"-?(?:[1-9]\d{{0,2}}(?:({group})\d{{3}})(?:\1\d{{3}})*|\d+)(?:{point}\d+)?"
    if re.fullmatch(own, typed, re.ASCII):
        whole, *rest = re.split(point, typed)
        plain = ".".join([re.sub(group, "", whole), *rest])
    elif _PLAIN.fullmatch(typed) and not _EITHER.fullmatch(typed):
        plain = typed
    else:
        return _unread("ambiguous" if _EITHER.fullmatch(typed) else "number", text)
    number = Decimal(plain)
    return number if abs(number) < _LARGEST else _unread("large", text)


def read_percent(text: str, locale: Locale) -> Decimal | Unread:
    """Return what was typed as a fraction: ``4.5`` and ``4.5 %`` are 0.045."""
    found = read_number(text.replace("%", ""), locale)
    return found if isinstance(found, Unread) else found / 100


def read_day(text: str) -> date | Unread:
    """Return the day that was typed: day, month, year (of two digits: this century), or a year first."""
    typed = text.strip()
    if found := _DAY.fullmatch(typed):
        day, month, year = map(int, found.groups())
        year += 2000 if len(found[3]) == 2 else 0  # noqa: PLR2004  # two digits
    elif found := _ISO.fullmatch(typed):
        year, month, day = map(int, found.groups())
    else:
        return _unread("day", text)
    try:
        return date(year, month, day)
    except ValueError:
        return _unread("no_day", text)


def typed_number(value: Decimal, locale: Locale) -> str:
    """Return a number as its reader types it, with the decimals that it has."""
    return locale.show(Number(value, _decimals(value)))


def typed_percent(ratio: Decimal, locale: Locale) -> str:
    """Return a fraction in percent as its reader types it, without the sign, with at least one decimal."""
    percent = ratio * 100
    return locale.show(Number(percent, max(1, _decimals(percent))))


def typed_day(day: date) -> str:
    """Return a day as readers of all three languages type it."""
    return f"{day:%d/%m/%Y}"


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _unread(name: str, text: str) -> Unread:
    sample = Number(_SAMPLE, 2)
    return Unread(Text(f"reading.{name}", {"value": text.strip()[:60], "sample": sample}))
