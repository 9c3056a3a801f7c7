"""Characters of customers: how often they order, through the year and over the years, and the months that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from wiseparts_nb.demo.arrays import Floats, Ints, stream
from wiseparts_nb.demo.calendar import Calendar

__all__ = ["ARCHETYPES", "KEY_ACCOUNT_PATH", "Archetype", "archetype_codes", "month_factors"]


@dataclass(frozen=True)
class Archetype:
    """What customers of one character have in common.

    Attributes
    ----------
    share
        Of all customers.
    orders
        Order-days a month in an ordinary month.
    order_value
        Net EUR of an ordinary order.
    wobble
        Relative spread from month to month.
    """

    share: float
    orders: float
    order_value: float
    wobble: float = 0.08


ARCHETYPES: Mapping[str, Archetype] = MappingProxyType(
    {
        "steady": Archetype(0.30, 4.5, 620),
        "growing": Archetype(0.10, 6.0, 520),
        "fading": Archetype(0.11, 8.0, 640),
        "seasonal": Archetype(0.09, 4.5, 590),
        "irregular": Archetype(0.09, 0.8, 1900, 0.5),
        "monthly": Archetype(0.04, 5.0, 540),
        "new": Archetype(0.03, 4.5, 450),
        "silent": Archetype(0.04, 3.0, 520),
        "recovered": Archetype(0.03, 4.0, 560),
        "key": Archetype(0.03, 17.0, 1300, 0.05),
        "prospect": Archetype(0.14, 0.0, 700),
    }
)
KEY_ACCOUNT_PATH = (-0.10, -0.13, -0.13, -0.15, -0.09, -0.04, -0.03, 0.04, 0.06, 0.07, 0.05, 0.06)
"""Change on the year before of the first show-case, from this month backwards."""
NEW_MONTHS, SILENT_MONTHS, FADING_MONTHS = 2, 6, 6
AWAY_MONTHS = range(4, 13)
"""Months ago in which a recovered customer bought nothing."""


def archetype_codes(rng: np.random.Generator, size: int) -> Ints:
    """Draw characters by their share, as places in `ARCHETYPES`."""
    shares = np.array([archetype.share for archetype in ARCHETYPES.values()])
    return rng.choice(len(shares), size=size, p=shares / shares.sum())


def month_factors(codes: Ints, seed: int, days: Calendar) -> Floats:
    """Return how busy each customer is in each month; 1 is an ordinary month of its own.

    One row a customer, one column a month of the calendar. Months ahead go on like the present one.
    """
    rng = stream(seed, 21)
    size, ago = len(codes), days.months_ago[None, :]
    strength = rng.random((size, 1))
    names = list(ARCHETYPES)
    shapes: dict[str, Floats] = {
        "growing": np.exp(-(0.018 + 0.014 * strength) * ago),
        "fading": 1 - (0.5 + 0.22 * strength) * np.clip(1 + (1 - ago) / FADING_MONTHS, 0, 1),
        "seasonal": _season(rng, size, days, 0.45 + 0.4 * strength),
        "new": np.where(ago < NEW_MONTHS, 1.0, 0.0),
        "silent": np.where(ago < SILENT_MONTHS, 0.0, 1.0),
        "recovered": np.where(
            ago < AWAY_MONTHS.start,
            0.8 + 0.3 * strength,
            np.where(ago < AWAY_MONTHS.stop, 0.0, 1.0),
        ),
    }
    drift = np.exp((rng.random((size, 1)) - 0.45) * -0.004 * ago)
    factors = drift * _season(rng, size, days, 0.08)
    for name, shape in shapes.items():
        factors *= np.where((codes == names.index(name))[:, None], shape, 1.0)
    wobble = np.array([archetype.wobble for archetype in ARCHETYPES.values()])[codes][:, None]
    noise = rng.normal(0.0, wobble, (size, days.months))
    noise[:, days.this_month :] = noise[:, [days.this_month]]
    return factors * np.exp(noise - wobble**2 / 2)


def _season(rng: np.random.Generator, size: int, days: Calendar, swing: Floats | float) -> Floats:
    """Return a yearly wave of mean 1 whose best month differs by customer."""
    month = np.arange(days.months) + int(days.days[0].astype("datetime64[M]").astype(np.int64))
    best = rng.integers(0, 12, (size, 1))
    return 1 + swing * np.cos(2 * np.pi * (month[None, :] - best) / 12)
