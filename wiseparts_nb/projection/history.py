"""The history that a backtest reads, from a source."""

from __future__ import annotations

from datetime import date

import pandas as pd

from wiseparts_nb.period import month_after
from wiseparts_nb.source.source import Source

__all__ = ["daily_sales", "last_months"]

DAILY_SQL = """
select customer_id, sold_on as date,
  case when sum(net) > 0 then 1 else 0 end as orders, cast(sum(net) as double precision) as amount
from sales_lines
where sold_on <= $as_of
group by customer_id, sold_on
"""


def daily_sales(source: Source) -> pd.DataFrame:
    """Return net sales by customer and day up to ``as_of``; ``orders`` is 0 on a day of returns alone."""
    return source.rows(DAILY_SQL).frame()


def last_months(as_of: date, count: int) -> tuple[date, ...]:
    """Return the first days of the last ``count`` complete months, the oldest first."""
    return tuple(month_after(as_of, -back) for back in range(count, 0, -1))
