"""The few array operations that the demo company is made with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = [
    "Bools",
    "Days",
    "Floats",
    "Frames",
    "Ints",
    "cents",
    "drawn",
    "keyed",
    "numbered",
    "places_in_group",
    "stream",
    "sums",
]

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Days: TypeAlias = NDArray[np.datetime64]
Frames: TypeAlias = dict[str, pd.DataFrame]
"""Frames by canonical table name."""


def stream(*key: int) -> np.random.Generator:
    """Return the random numbers of one purpose: they depend on `key` alone, never on what was drawn elsewhere."""
    return np.random.default_rng(key)


def cents(amounts: Floats) -> Floats:
    """Round to 2 decimals, as a price is printed."""
    return np.round(amounts, 2)


def keyed(codes: Ints, keys: Sequence[str] | NDArray[np.object_]) -> pd.Series[Any]:
    """Spell codes as keys, sharing one text among all rows that have it; code -1 is NULL."""
    texts = np.array([*keys, None], dtype=object)
    return pd.Series(texts[codes], dtype=object)


def drawn(rng: np.random.Generator, among: tuple[str, ...], size: int) -> list[str]:
    """Return `size` texts drawn evenly from `among`."""
    return [among[place] for place in rng.integers(0, len(among), size)]


def sums(groups: Ints, amounts: Floats, size: int) -> Floats:
    """Return the sum of the amounts of each group 0 .. size - 1."""
    return np.bincount(groups, amounts, minlength=size).astype(np.float64)


def places_in_group(groups: Ints) -> Ints:
    """Return 0, 1, 2 ... within each run of equal neighbours of `groups`."""
    if not len(groups):
        return np.zeros(0, dtype=np.int64)
    starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]])
    lengths = np.diff(np.r_[starts, len(groups)])
    return np.arange(len(groups), dtype=np.int64) - np.repeat(starts, lengths)


def numbered(prefix: str, days: Days, first: int) -> NDArray[np.object_]:
    """Return document numbers such as ``F-26-08841``: the year, then a count from `first` in order of day."""
    years = days.astype("datetime64[Y]").astype(np.int64) + 1970
    order = np.lexsort((days, years))
    count = np.empty(len(days), dtype=np.int64)
    count[order] = places_in_group(years[order]) + first
    heads = {year: f"{prefix}-{year % 100:02d}-" for year in np.unique(years).tolist()}
    pairs = zip(years.tolist(), count.tolist(), strict=True)
    return np.array([f"{heads[year]}{number:05d}" for year, number in pairs], dtype=object)
