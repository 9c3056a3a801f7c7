"""Query results by customer: one set-based query, split so that each customer's rows are made only when asked for."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import pandas as pd

__all__ = ["Answers", "ListRows", "NumpyRows", "Rows"]

T = TypeVar("T")

PLAIN = (str, int, float, bool, Decimal, date, datetime)


class Rows(Protocol):
    """Rows of a query whose first column is ``customer_id``; ``count`` is their number over all customers."""

    count: int

    def of(self, customer_id: str) -> list[Any]:
        """Return one customer's rows, as named tuples of plain values (Decimal, date, None)."""
        ...

    def frame(self) -> pd.DataFrame:
        """Return the rows of all customers as a data frame, for what is computed over columns."""
        ...


class ListRows:
    """Rows fetched as tuples: the quick way for one customer."""

    def __init__(self, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        row = namedtuple("Row", columns)  # type: ignore[misc]  # noqa: PYI024  # the columns are known only now
        self.count = len(rows)
        self._columns = columns
        self._rows: dict[str, list[Any]] = {}
        for values in rows:
            self._rows.setdefault(values[0], []).append(row._make(values))

    def of(self, customer_id: str) -> list[Any]:
        """Return one customer's rows."""
        return self._rows.get(customer_id, [])

    def frame(self) -> pd.DataFrame:
        """Return all rows."""
        rows = [row for some in self._rows.values() for row in some]
        return pd.DataFrame(rows, columns=list(self._columns))


class NumpyRows:
    """Rows fetched as arrays in the order of their customers: the quick way for all customers.

    DuckDB hands decimals out as doubles here; ``scales`` has the decimals of each such column, and the exact value is
    restored when a row is made (doubles hold every amount below 10**13 to the cent).
    """

    def __init__(self, columns: Mapping[str, Any], scales: Mapping[str, int]) -> None:
        self._row = namedtuple("Row", list(columns))  # type: ignore[misc]  # noqa: PYI024
        self._columns = columns
        self._scales = scales
        owners = np.asarray(columns["customer_id"], dtype=object)
        self.count = len(owners)
        starts = (
            np.flatnonzero(np.r_[True, owners[1:] != owners[:-1]])
            if self.count
            else np.array([], dtype=int)
        )
        ends = np.r_[starts[1:], self.count].astype(int) if self.count else starts
        self._places = dict(
            zip(
                owners[starts].tolist(),
                zip(starts.tolist(), ends.tolist(), strict=True),
                strict=True,
            )
        )

    def of(self, customer_id: str) -> list[Any]:
        """Return one customer's rows."""
        place = self._places.get(customer_id)
        if place is None:
            return []
        part = slice(*place)
        return list(
            map(self._row._make, zip(*(values[part] for values in self._values), strict=True))
        )

    @cached_property
    def _values(self) -> list[list[Any]]:
        """The columns as plain values, made at the first customer: all at once costs a tenth of customer by customer."""
        return [
            _plain_values(column, self._scales.get(name)) for name, column in self._columns.items()
        ]

    def frame(self) -> pd.DataFrame:
        """Return all rows."""
        return pd.DataFrame(self._columns)


def _plain_values(column: Any, scale: int | None) -> list[Any]:
    if scale is None:
        return column.tolist()
    return [None if value is None else _exact(value, scale) for value in column.tolist()]


def _exact(value: float, scale: int) -> Decimal:
    return Decimal(round(value * 10**scale)).scaleb(-scale)


@dataclass(frozen=True)
class Answers(Mapping[str, T], Generic[T]):
    """A KPI's values by customer id, each made when it is read; a customer with nothing to show is not in it.

    ``answers[customer_id]`` and ``.get(customer_id)`` give one, iteration all, ``frame()`` a data frame.
    """

    customer_ids: Callable[[], Sequence[str]]
    answer: Callable[[str], T | None]

    def __getitem__(self, customer_id: str) -> T:
        value = self.answer(customer_id)
        if value is None:
            raise KeyError(customer_id)
        return value

    def get(self, customer_id: str, default: Any = None) -> Any:
        """Return one customer's value, or ``default`` when there is nothing to show."""
        value = self.answer(customer_id)
        return default if value is None else value

    def __iter__(self) -> Iterator[str]:
        return (
            customer_id
            for customer_id in self.customer_ids()
            if self.answer(customer_id) is not None
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def frame(self) -> pd.DataFrame:
        """Return one row per customer with the value's plain fields (amounts as floats), indexed by customer id."""
        found = {
            customer_id: _plain(value)
            for customer_id in self.customer_ids()
            if (value := self.answer(customer_id)) is not None
        }
        return pd.DataFrame.from_dict(found, orient="index").rename_axis("customer_id")


def _plain(value: Any) -> dict[str, Any]:
    named = (
        {one.name: getattr(value, one.name) for one in fields(value)}
        if is_dataclass(value)
        else {"value": value}
    )
    kept = {name: one for name, one in named.items() if one is None or isinstance(one, PLAIN)}
    return {name: float(one) if isinstance(one, Decimal) else one for name, one in kept.items()}
