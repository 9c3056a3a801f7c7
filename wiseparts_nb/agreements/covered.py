"""What terms count in a source: in the last 12 months, in their period so far, and in the same days a year before."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import MINYEAR, date
from decimal import Decimal
from itertools import accumulate

from wiseparts_nb.agreements.counting import COUNTED, counted_values
from wiseparts_nb.agreements.problems import LONGEST_DAYS
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.source.source import Source

__all__ = ["Covered", "a_year_before", "covered", "has_period"]

_COUNTS = f"""
with {COUNTED}
select
    customer_id,
    sold_on,
    sum(case when sold_on >= cast($year_ago_start as date) then 1 else 0 end) as lines,
    coalesce(sum(case when sold_on >= cast($year_ago_start as date) then amount end), 0) as amount,
    sum(case when sold_on >= cast($year_ago_start as date) and net > 0 then 1 else 0 end) as bought,
    coalesce(sum(case when sold_on between starts_on and ends_on then amount end), 0) as so_far,
    coalesce(sum(case when sold_on between starts_before and ends_before then amount end), 0)
        as before
from counted
group by grouping sets ((customer_id), (sold_on))
"""
_FRAME = """
select
    (select count(*) from customers
     where strpos($listed, chr(30) || customer_id || chr(30)) > 0) as customers,
    (select count(*) from sales_lines
     where sold_on >= cast($year_ago_start as date) and sold_on <= $as_of
       and strpos($listed, chr(30) || customer_id || chr(30)) > 0) as all_lines,
    (select min(sold_on) from sales_lines) as first
"""
_MARK = "\x1e"


@dataclass(frozen=True)
class Covered:
    """What terms count.

    Attributes
    ----------
    customers
        Customers of the terms that the source has; ``buying`` of them bought something that counts in the last 12 months.
    lines, all_lines, amount
        Lines that count in the last 12 months, of all lines of these customers then, and what they brought.
    so_far
        What each customer brought in the period up to ``as_of``.
    before
        What each brought in the same period a year before, and ``days_before`` what all brought on each day of it; None where the terms
        have no period, or the data do not reach into that one.
    """

    customers: int
    buying: int
    lines: int
    all_lines: int
    amount: Decimal
    so_far: Mapping[str, Decimal]
    before: Mapping[str, Decimal] | None
    days_before: Sequence[tuple[date, Decimal]]

    def reached_before(self, tiers: Sequence[Tier]) -> tuple[date | None, ...]:
        """Return the day of the year before from which each tier's threshold stayed reached, None where it was not."""
        amounts = [amount for _, amount in self.days_before]
        levels = list(accumulate(amounts))
        return tuple(self._reached_on(one.threshold, levels) for one in tiers)

    def _reached_on(self, threshold: Decimal, levels: Sequence[Decimal]) -> date | None:
        found = None
        for (day, _), level in zip(self.days_before, levels, strict=True):
            if level < threshold or level <= 0:
                found = None
            elif found is None:
                found = day
        return found


def has_period(terms: Terms) -> bool:
    """Whether the terms have a first and a last day that sales can be counted between."""
    return terms.days is not None and 0 < terms.days <= LONGEST_DAYS


def covered(source: Source, terms: Terms) -> Covered:
    """Count what terms cover; drafts too, whatever they lack."""
    dated = (
        terms if has_period(terms) else replace(terms, starts_on=source.as_of, ends_on=source.as_of)
    )
    rows = source.table(_COUNTS, **counted_values([dated]))[1]
    listed = "".join(_MARK + one for one in terms.customers) + _MARK
    ((customers, all_lines, first),) = source.table(_FRAME, listed=listed)[1]
    own = {row[0]: row[2:] for row in rows if row[0] is not None}
    earlier = a_year_before(terms)
    reaches = earlier is not None and _reaches(earlier, first, source.as_of)
    days = sorted((row[1], row[6]) for row in rows if row[0] is None and row[6])
    return Covered(
        customers,
        sum(bought > 0 for _, _, bought, _, _ in own.values()),
        sum(lines for lines, *_ in own.values()),
        all_lines,
        sum((amount for _, amount, *_ in own.values()), Decimal(0)),
        {one: so_far for one, (_, _, _, so_far, _) in own.items()} if has_period(terms) else {},
        {one: before for one, (*_, before) in own.items()} if reaches else None,
        days if reaches else (),
    )


def _reaches(terms: Terms, first: date | None, as_of: date) -> bool:
    if first is None or terms.starts_on is None or terms.ends_on is None:
        return False
    return terms.ends_on >= first and terms.starts_on <= as_of


def a_year_before(terms: Terms) -> Terms | None:
    """Return the same terms in the same days a year before (29 February counts as 28), None without a period."""
    if not has_period(terms) or terms.starts_on is None or terms.ends_on is None:
        return None
    if terms.starts_on.year <= MINYEAR:
        return None
    return replace(terms, starts_on=_earlier(terms.starts_on), ends_on=_earlier(terms.ends_on))


def _earlier(day: date) -> date:
    last = monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))
