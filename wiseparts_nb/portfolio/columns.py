"""Query results as columns over all customers: sums in whole cents, so that they are exact on every engine."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from wiseparts_nb.source.source import Source

__all__ = ["Bools", "Cents", "Columns", "money"]

Cents: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]


def money(cents: Any) -> Decimal:
    """Return whole cents as an amount."""
    return Decimal(int(cents)).scaleb(-2)


@dataclass(frozen=True)
class Columns:
    """The customers in scope in order; every column has a row for each."""

    source: Source
    customers: pd.Index

    @property
    def count(self) -> int:
        """How many customers there are."""
        return len(self.customers)

    def frame(self, sql: str) -> pd.DataFrame:
        """Return the rows of a query, with the place of their customer as ``place``."""
        found = self.source.rows(sql).frame()
        return found.assign(place=self.customers.get_indexer(pd.Index(found["customer_id"])))

    def cents(self, frame: pd.DataFrame, column: str, *, chosen: Any = None) -> Cents:
        """Add up an amount by customer, of the ``chosen`` rows."""
        amounts = frame[column].astype(float).fillna(0.0) * 100
        return self.sums(frame, amounts.round(), chosen=chosen)

    def sums(self, frame: pd.DataFrame, amounts: Any = None, *, chosen: Any = None) -> Cents:
        """Add up whole numbers by customer, or count rows."""
        ones = pd.Series(1.0, index=frame.index) if amounts is None else amounts
        if chosen is not None:
            frame, ones = frame[chosen], ones[chosen]
        added = np.bincount(frame["place"], ones.astype(float), minlength=self.count)
        return np.rint(added).astype(np.int64)

    def first(self, frame: pd.DataFrame, column: str) -> list[Any]:
        """Return a column of the first row of each customer; None where there is none."""
        found: list[Any] = [None] * self.count
        once = frame.drop_duplicates("place")
        for place, value in zip(once["place"], once[column], strict=True):
            found[place] = value
        return found
