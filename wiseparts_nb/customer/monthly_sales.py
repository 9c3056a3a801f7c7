"""Net sales by month: one query that the trend, the twelve months and the health of a customer share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

__all__ = ["MONTHLY_SALES", "SALES_ROWS", "nets"]

_WINDOW = "line.sold_on between $year_before_start and $as_of"

SALES_ROWS = f"""
select line.customer_id, line.sold_on, line.invoice_id, line.line_no, brand.name as brand, line.product_id, product.name as product,
       line.quantity, line.net, line.margin
from sales_lines as line
left join brands as brand on brand.brand_id = line.brand_id
left join products as product on product.product_id = line.product_id
where {_WINDOW}
"""
"""Invoice lines of the running month and of the 23 months before it."""

MONTHLY_SALES = f"""
select line.customer_id, cast(date_trunc('month', line.sold_on) as date) as month,
       sum(line.net) as net,
       sum(line.margin) as margin,
       sum(case when line.sold_on between $previous_month_start and $previous_month_same_end
                  or line.sold_on between $last_year_month_start and $last_year_month_same_end
                then line.net else 0 end) as same_days,
       sum(case when line.sold_on between $last_year_start and $last_year_same_end
                then line.net else 0 end) as last_year_to_date
from sales_lines as line
where {_WINDOW}
group by line.customer_id, cast(date_trunc('month', line.sold_on) as date)
"""
"""A row per customer and month with sales.

``net`` and ``margin`` are those of the month (margin NULL where the source has no cost); ``same_days`` is the part of the
previous month, and of the same month last year, on as many working days as the running month has had; ``last_year_to_date``
the part of last year on as many working days as this year has had.
"""


def nets(rows: Iterable[Any], months: Sequence[date]) -> tuple[Decimal, ...]:
    """Return the net sales of each of ``months``, zero where there are none."""
    found = {row.month: row.net for row in rows}
    return tuple(found.get(month, Decimal(0)) for month in months)
