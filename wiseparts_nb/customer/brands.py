"""Brands as readers see them: a name for "no brand", and small brands folded into one row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from wiseparts_nb.text import Text, Value

__all__ = ["SHOWN", "brand_key", "brand_name", "folded"]

SHOWN = 6
"""Rows a list of brands has at most, the folded one included."""

T = TypeVar("T")


def brand_name(brand: str | None) -> Value:
    """Return the brand's own name, or the words for "no brand"."""
    return Text("no_brand") if brand is None else brand


def brand_key(brand: str | None) -> str:
    """Return the key that opens a brand; that of "no brand" has no name."""
    return f"brand:{brand or ''}"


def folded(brands: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """Return the brands to show and those to fold into "n other brands"; never folds a single one."""
    if len(brands) <= SHOWN:
        return brands, ()
    return brands[: SHOWN - 1], brands[SHOWN - 1 :]
