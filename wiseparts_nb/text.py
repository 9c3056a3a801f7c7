"""Words and values without a language: what a card says, before a reader's locale is known.

A :class:`Text` names a message and carries its values; :mod:`wiseparts_nb.locale` turns both into words. A plain ``str``
is a literal from the data (a name, a document number) and is shown as it is, in every language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

__all__ = [
    "Day",
    "Listing",
    "Moment",
    "Money",
    "Number",
    "Percent",
    "Points",
    "Text",
    "Value",
    "Words",
]


@dataclass(frozen=True)
class Money:
    """An amount in the source's currency; ``signed`` always shows + or -.

    ``short`` is thousands with one decimal, ``round`` the same without a decimal that is zero.
    """

    amount: Decimal
    form: Literal["whole", "cents", "short", "round"] = "whole"
    signed: bool = False
    type: Literal["money"] = "money"


@dataclass(frozen=True)
class Number:
    """A count or a quantity, with ``digits`` decimals."""

    value: Decimal | int | float
    digits: int = 0
    signed: bool = False
    type: Literal["number"] = "number"


@dataclass(frozen=True)
class Percent:
    """A fraction (0.132 is 13.2 %)."""

    ratio: float
    digits: int = 1
    signed: bool = False
    type: Literal["percent"] = "percent"


@dataclass(frozen=True)
class Points:
    """The difference of two fractions (0.047 is +4.7 pts); always signed."""

    delta: float
    digits: int = 1
    type: Literal["points"] = "points"


@dataclass(frozen=True)
class Day:
    """A date. ``full`` 23 Nov 2026, ``short`` 23 Nov, ``weekday`` Mon 23 Nov, ``month`` November, ``month_year`` November 2026."""

    on: date
    form: Literal[
        "full", "short", "weekday", "month", "month_year", "axis", "axis_year", "number"
    ] = "full"
    type: Literal["day"] = "day"


@dataclass(frozen=True)
class Moment:
    """An instant in UTC, shown in the reader's zone. ``long`` adds the weekday and the month in full."""

    at: datetime
    form: Literal["full", "short", "long"] = "full"
    type: Literal["moment"] = "moment"


@dataclass(frozen=True)
class Text:
    """A message by id (``"quotes_by_brand.title"``) with the values it mentions.

    A value named ``n`` chooses between the message's singular and plural.
    """

    id: str
    args: Mapping[str, Value] = field(default_factory=dict[str, "Value"])
    type: Literal["text"] = "text"


@dataclass(frozen=True)
class Listing:
    """Several values, shown one after another with commas."""

    items: tuple[Value, ...]
    type: Literal["listing"] = "listing"


Value = Money | Number | Percent | Points | Day | Moment | Text | Listing | str
"""Anything that can be shown."""

Words = Text | str
"""A sentence: a message, or an analyst's own words, which no language changes."""
