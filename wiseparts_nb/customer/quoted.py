"""Quote lines with what became of them by ``as_of``: the one rule for open, won and lost."""

from __future__ import annotations

__all__ = ["CONVERSION", "OUTCOMES"]

OUTCOMES = """
select quote.customer_id, quote.quote_id, quote.issued_on, quote.subject, quote.next_step, line.line_no, brand.name as brand,
       coalesce(line.net, 0) as net,
       case when line.decided_on > $as_of or (quote.status = 'expired' and quote.valid_until_on >= $as_of) then 'open'
            when line.status in ('won', 'lost') then line.status
            when quote.status in ('lost', 'expired') then 'lost'
            when quote.status = 'won' and line.status is null then 'won'
            else 'open' end as outcome
from quotes as quote
left join quote_lines as line on line.quote_id = quote.quote_id and line.customer_id = quote.customer_id
left join brands as brand on brand.brand_id = line.brand_id
where quote.issued_on <= $as_of
"""
"""A row per quote line, or per quote where the source has no lines.

A decision taken after ``as_of`` isn't known yet, so such a line is still open. A line without a status of its own has that of
its quote; a line left open in a lost or expired quote is lost.
"""

CONVERSION = f"""
select customer_id, month,
       sum(case when won = 1 or still_open = 0 then 1 else 0 end) as decided,
       sum(won) as won,
       sum(decided_net) as decided_net,
       sum(won_net) as won_net
from (
    select customer_id, quote_id, cast(date_trunc('month', issued_on) as date) as month,
           max(case when outcome = 'won' then 1 else 0 end) as won,
           max(case when outcome = 'open' then 1 else 0 end) as still_open,
           sum(case when outcome = 'open' then 0 else net end) as decided_net,
           sum(case when outcome = 'won' then net else 0 end) as won_net
    from ({OUTCOMES}) as line_outcome
    where issued_on >= $year_before_start
    group by customer_id, quote_id, cast(date_trunc('month', issued_on) as date)
) as quote_outcome
group by customer_id, month
"""
"""A row per customer and month of issue, over 24 months.

``decided`` quotes have a won line or no open one left, ``won`` ones a won line; ``decided_net`` and ``won_net`` add up lines.
"""
