"""How far the sales of all customers together swing from what the last months let expect: a season, a good or a bad time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from wiseparts_nb.period import month_after, month_end
from wiseparts_nb.projection.workdays import Workdays, day_number
from wiseparts_nb.source.source import Source

__all__ = ["swing_at", "swing_of"]

MONTHS = 27
"""Months that are looked at: two years, and three months before."""
BEFORE = 3
"""Months that a month is compared with."""
MOST = 0.1
"""Square of a swing at most, so that one strange month does not decide."""
ORDINARY, WEIGHT = 0.03, 6
"""Where nothing is known: a swing of 17 %, believed as if it had been seen in six months."""

_MONTHS = """
select cast(date_trunc('month', sold_on) as date) as month, cast(sum(net) as double precision) as net
from sales_lines
where sold_on >= cast($swing_from as date) and sold_on < cast($month_start as date)
group by cast(date_trunc('month', sold_on) as date)
"""


def swing_at(source: Source, workdays: Workdays) -> float:
    """Return the squared relative swing of a month of all customers, measured up to the running month.

    It names nobody, so it does not depend on the scope.
    """
    asked = f"swing {source.as_of}"
    if asked not in source.shared:
        since = month_after(source.as_of, -MONTHS)
        found = source.widened().table(_MONTHS, swing_from=since)[1]
        source.shared[asked] = swing_of(_paces(dict(found), workdays))
    return source.shared[asked]


def _paces(net: dict[date, float], workdays: Workdays) -> list[float]:
    """Return net sales per business day, of the months after the first one, which may be a part of one."""
    paces: list[float] = []
    for month in sorted(net)[1:]:
        weight = workdays.between(day_number(month), day_number(month_end(month)))
        if weight > 0:
            paces.append(net[month] / weight)
    return paces


def swing_of(paces: Sequence[float]) -> float:
    """Return the mean square of month / mean of the three before - 1, held by what is ordinary."""
    seen: list[float] = []
    for at in range(BEFORE, len(paces)):
        level = float(np.mean(paces[at - BEFORE : at]))
        if level > 0:
            seen.append(min((paces[at] / level - 1) ** 2, MOST))
    return (sum(seen) + WEIGHT * ORDINARY) / (len(seen) + WEIGHT)
