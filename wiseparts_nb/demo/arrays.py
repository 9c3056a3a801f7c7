"""The few array operations that the demo company is made with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


def keyed(codes: Ints, keys: Sequence[str] | NDArray[Any]) -> pd.Categorical:
    """Spell codes as keys without copying a text per row; code -1 is NULL."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(keys, dtype="str"))


def drawn(rng: np.random.Generator, among: Sequence[str], size: int) -> list[str]:
    """Return `size` texts drawn evenly from `among`."""
    return [among[place] for place in rng.integers(0, len(among), size)]


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
    numbers: Iterable[str] = (
        f"{prefix}-{year % 100:02d}-{number:05d}"
        for year, number in zip(years.tolist(), count.tolist(), strict=True)
    )
    return np.array(list(numbers), dtype=object)
