"""Documents agree with each other: quote, order, invoice, what is due, and what the system noted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., list[tuple[Any, ...]]]

WON = """
select q.quote_id, line_no, l.product_id, l.quantity, l.net
from quote_lines l join quotes q using (quote_id) where l.status = 'won'
"""
ORDERED = """
select o.quote_id, line_no, l.product_id, l.quantity, l.net
from order_lines l join orders o using (order_id) where o.quote_id is not null
"""
INVOICED = """
select order_id, product_id, brand_id, quantity, net
from sales_lines where order_id is not null and quantity > 0
"""
DELIVERED = """
select order_id, product_id, brand_id, quantity, net
from order_lines join orders using (order_id) where status = 'delivered'
"""


@pytest.mark.parametrize(("one", "other"), [(WON, ORDERED), (INVOICED, DELIVERED)])
def test_lines_are_passed_on_unchanged(one: str, other: str, ask: Ask):
    assert ask(f"select count(*) > 1000 from ({one})") == [(True,)]
    assert ask(f"({one}) except all ({other})") == []
    assert ask(f"({other}) except all ({one})") == []


BROKEN = {
    "a won quote without a won line": """
        select quote_id from quotes where status = 'won' and quote_id not in
        (select quote_id from quote_lines where status = 'won')""",
    "a quote that is not won with a won line": """
        select quote_id from quotes join quote_lines l using (quote_id)
        where quotes.status <> 'won' and l.status = 'won'""",
    "an open quote with a decided line, or the reverse": """
        select quote_id from quotes join quote_lines l using (quote_id)
        where (quotes.status = 'open') <> (l.status = 'open') or (l.status = 'open') <> (decided_on is null)""",
    "an open quote that is no longer valid, or without next step": """
        select quote_id from quotes
        where status = 'open' and (valid_until_on < date '2026-11-23' or next_step is null)""",
    "a line decided before its quote": """
        select quote_id from quotes join quote_lines using (quote_id) where decided_on < issued_on""",
    "an order before its quote or for another customer": """
        select order_id from orders o join quotes q using (quote_id)
        where ordered_on <= issued_on or o.customer_id <> q.customer_id""",
    "a delivered order that is expected in future, or an open one in the past": """
        select order_id from orders
        where (status = 'delivered' and expected_on > date '2026-11-23')
           or (status = 'open' and expected_on <= date '2026-11-23')""",
    "an invoice of two customers or two days": """
        select invoice_id from sales_lines group by all
        having count(distinct customer_id) > 1 or count(distinct sold_on) > 1""",
    "line numbers with a gap": """
        select invoice_id from sales_lines group by all having max(line_no) <> count(*)""",
    "a margin that is not net less cost": """
        select invoice_id from sales_lines where margin is distinct from net - cost""",
    "net above gross": "select invoice_id from sales_lines where net > gross and quantity > 0",
    "a return that adds": "select invoice_id from sales_lines where quantity < 0 and net >= 0",
    "a due document that is not its invoice": """
        select due_document_id from due_documents d left join
        (select invoice_id, customer_id, sum(net) net, min(sold_on) sold_on from sales_lines group by all) s
        on s.invoice_id = d.due_document_id and s.customer_id = d.customer_id
        where d.amount is distinct from s.net or d.issued_on is distinct from s.sold_on""",
    "more due than invoiced, or due on what is paid": """
        select due_document_id from due_documents
        where abs(amount_due) > abs(amount) or (status = 'paid') <> (amount_due = 0) or amount * amount_due < 0""",
    "a sales person or wholesaler of another customer": """
        select order_id from orders o join customers c using (customer_id)
        where o.staff_id <> c.sales_rep_1_id or o.wholesaler_id <> c.wholesaler_id""",
    "an event about a document that does not exist": """
        select reference from system_events where kind = 'quote_sent' and reference not in (from quotes select quote_id)
        union all
        select reference from system_events where kind = 'order_placed' and reference not in (from orders select order_id)
        union all
        select reference from system_events
        where kind in ('invoice_overdue', 'credit_issued') and reference not in (from sales_lines select invoice_id)""",
    "an activity with a contact of somebody else": """
        select activity_id from activities a join contacts c using (contact_id) where a.customer_id <> c.customer_id""",
    "a prospect who bought": """
        select customer_id from sales_lines join customers using (customer_id) where kind = 'prospect'""",
    "a won engagement without exactly one signed proposal of its day": """
        select engagement_id from engagements e left join proposals p using (engagement_id) where e.status = 'won'
        group by all having count(*) filter (p.status = 'signed' and p.decided_on = e.closed_on) <> 1""",
    "a pending proposal of an engagement that is closed": """
        select engagement_id from engagements e join proposals p using (engagement_id)
        where e.status <> 'open' and p.status = 'pending'""",
    "an engagement won for a prospect": """
        select engagement_id from engagements e join customers using (customer_id)
        where e.status = 'won' and kind = 'prospect' and customer_id <> 'C-0012'""",
    "a twin at the same wholesaler": """
        select tax_number from customers group by all having count(*) <> count(distinct wholesaler_id)""",
}


@pytest.mark.parametrize("what", list(BROKEN))
def test_there_is_no(what: str, ask: Ask):
    assert ask(BROKEN[what]) == []


MIXED = {
    "document states": ("select distinct status, kind from due_documents", 5),
    "quote states": ("select distinct status from quotes", 4),
    "order states": ("select distinct status from orders", 3),
    "activity states": ("select distinct status from activities", 3),
    "activity kinds": ("select distinct kind from activities", 6),
    "event kinds": ("select distinct kind from system_events", 6),
    "engagement states": ("select distinct status from engagements", 4),
    "proposal states": ("select distinct status from proposals", 4),
    "user kinds": ("select distinct kind from users", 5),
    "languages": ("select distinct language from customers", 3),
    "twin groups of three": (
        "select tax_number from customers group by 1 having count(*) = 3 limit 1",
        1,
    ),
    "lines that lose money": ("select 1 from sales_lines where margin < 0 limit 1", 1),
    "lines without brand": ("select 1 from sales_lines where brand_id is null limit 1", 1),
    "lines without cost": (
        "select 1 from sales_lines where cost is null and margin is null limit 1",
        1,
    ),
    "returns": ("select 1 from sales_lines where quantity < 0 limit 1", 1),
    "overdue tasks": (
        "select 1 from tasks where completed_at is null and due_on < date '2026-11-23' limit 1",
        1,
    ),
    "agreements that end within 30 days": (
        "select 1 from price_agreements where ends_on between date '2026-11-23' and date '2026-12-23' limit 1",
        1,
    ),
    "ended promotions": ("select 1 from promotions where ends_on < date '2026-11-23' limit 1", 1),
    "prospects without proposal for three months": (
        """select 1 from engagements anti join proposals using (engagement_id)
        where status = 'open' and opened_on < date '2026-08-23' limit 1""",
        1,
    ),
}


@pytest.mark.parametrize("what", list(MIXED))
def test_there_are(what: str, ask: Ask):
    sql, count = MIXED[what]
    assert len(ask(sql)) == count
