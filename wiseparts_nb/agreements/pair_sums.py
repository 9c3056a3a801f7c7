"""The sums that the projection takes, of the lines that count for an agreement: a row per way of counting and customer.

They do not depend on an agreement's period, only on its metric and filters, so agreements that count alike share them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from wiseparts_nb.agreements.counting import COUNTED, counted_values
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.projection.arrays import Columns, Days
from wiseparts_nb.projection.pool import Pool
from wiseparts_nb.projection.sums import columns_of
from wiseparts_nb.projection.sums_sql import grouped_sums_sql, sums_parameters
from wiseparts_nb.source.source import Source

__all__ = ["PairSums", "pair_sums"]

SUMS = grouped_sums_sql(COUNTED, ("customer_id", "pact"), lines="counted")


@dataclass(frozen=True)
class PairSums:
    """The sums of each agreement and customer that were asked for, in that order.

    Attributes
    ----------
    pact, customers
        Place of the agreement in the terms, and its customer; the customers of an agreement stand together, by id.
    column
        The sums; of a pair without a line that counts, those of a customer who never bought.
    bought
        Whether there was such a line up to ``as_of``.
    """

    pact: Days
    customers: tuple[str, ...]
    column: Columns
    bought: np.ndarray[tuple[int], np.dtype[np.bool_]]


def pair_sums(source: Source, terms: Sequence[Terms], *, pool: Pool) -> PairSums:
    """Sum what counts for every customer of every agreement, in one pass over the sales.

    Raises
    ------
    InputError
        An agreement has no period yet.
    """
    readings: dict[object, list[int]] = {}
    for at, one in enumerate(terms):
        counting = (one.metric, one.brands, one.families, one.branches)
        readings.setdefault(counting, []).append(at)
    asked = [_together([terms[at] for at in members]) for members in readings.values()]
    place, column = _summed(source, asked, pool)
    reading_of = {at: k for k, members in enumerate(readings.values()) for at in members}
    pairs = [(at, one) for at, pact in enumerate(terms) for one in sorted(set(pact.customers))]
    row = np.array([place.get((reading_of[at], one), -1) for at, one in pairs], dtype=np.int64)
    return PairSums(
        np.array([at for at, _ in pairs], dtype=np.int64),
        tuple(one for _, one in pairs),
        {name: values[row] for name, values in column.items()},
        row >= 0,
    )


def _together(alike: Sequence[Terms]) -> Terms:
    """Return terms that count as these do, for all their customers."""
    everyone = sorted({customer for one in alike for customer in one.customers})
    return replace(alike[0], customers=tuple(everyone))


def _summed(
    source: Source, asked: Sequence[Terms], pool: Pool
) -> tuple[dict[tuple[int, str], int], Columns]:
    """Return the row of each way of counting and customer, and the sums, with a row of nobody at the end."""
    period = source.period
    days = (period.month_start, period.as_of, period.month_end)
    bound = sums_parameters(pool.week, *days, period.closed)
    sums = source.rows(SUMS, **bound, **counted_values(asked)).frame()
    keys = zip(sums["pact"].tolist(), sums["customer_id"].tolist(), strict=True)
    place = {(int(pact), customer): row for row, (pact, customer) in enumerate(keys)}
    nobody = {"last_age": np.nan}
    return place, {
        name: np.append(values, nobody.get(name, 0.0)) for name, values in columns_of(sums).items()
    }
