"""An offer opened: its terms, its days, and what was sold under it."""

from __future__ import annotations

from typing import Any

from wiseparts_nb.card import Card, To
from wiseparts_nb.customer.brands import brand_key
from wiseparts_nb.customer.details.detail import Detail, absent, facts, selected, total
from wiseparts_nb.customer.details.month_detail import invoices, largest_invoices
from wiseparts_nb.customer.offers import STARTED, discount
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Day, Money, Text, Value

__all__ = ["offer_detail"]

OFFER = f"select * from ({STARTED}) as started where offer_id = $offer"
SOLD = """
select line.customer_id, line.sold_on, line.invoice_id, line.line_no, brand.name as brand, product.name as product,
       line.quantity, line.net
from sales_lines as line
left join brands as brand on brand.brand_id = line.brand_id
left join products as product on product.product_id = line.product_id
where line.sold_on between $offer_start and $offer_end and ($offer_brand = '' or brand.name = $offer_brand)
"""


def offer_detail(source: Source, name: str) -> Detail:
    """Open a price agreement or a promotion by its id: its terms, and net sales of its brand (or of all) since it began.

    Raises
    ------
    InputError
        This customer has no such offer.
    """
    offers = source.rows(OFFER, offer=name).of(source.customer_ids[0])
    if not offers:
        raise absent("offer", name)
    one = min(offers, key=lambda row: row.kind)
    end = min(source.as_of, one.ends_on or source.as_of)
    bound = {"offer_start": one.starts_on, "offer_end": end, "offer_brand": one.brand or ""}
    rows, lines = selected(source, SOLD, "net", **bound)
    named: dict[str, Value] = {
        "offer": one.name,
        "amount": Money(total(lines)),
        "day": Day(one.starts_on),
    }
    return Detail(
        Text("offer_detail.context", {"kind": Text(f"offers.{one.kind}")}),
        Text("offer_detail.title", named),
        (_terms(one), *largest_invoices("offer_invoices", invoices(lines))),
        rows,
        links=(To(Text("offer_detail.open_brand", {"brand": one.brand}), brand_key(one.brand)),)
        if one.brand
        else (),
    )


def _terms(one: Any) -> Card:
    known = facts(
        ("kind", Text(f"offers.{one.kind}"), None),
        ("brand", one.brand or Text("offer_detail.all_brands"), None),
        ("discount", discount(one.discount_rate), None),
        ("starts", Day(one.starts_on), None),
        ("ends", Day(one.ends_on) if one.ends_on else Text("offers.no_end"), None),
    )
    return Card("offer_terms", "", known)
