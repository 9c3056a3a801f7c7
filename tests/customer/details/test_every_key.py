"""Every key on every card opens, and what opens adds up to the figure that was clicked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.customer.conftest import MakeSource
from tests.customer.details.opening import opened
from tests.customer.test_scopes import NOW, company, trade
from wiseparts_nb.card import to_json
from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.customer.details import DETAILS, Detail, detail
from wiseparts_nb.customer.due_amounts import due_amounts
from wiseparts_nb.customer.last_12_months import last_12_months
from wiseparts_nb.customer.open_quotes import open_quotes
from wiseparts_nb.customer.quotes_by_brand import quotes_by_brand
from wiseparts_nb.customer.sales_by_brand import sales_by_brand
from wiseparts_nb.demo import publish_demo
from wiseparts_nb.errors import InputError, UnknownNameError
from wiseparts_nb.settings import read_settings
from wiseparts_nb.source.source import Source, open_source
from wiseparts_nb.text import Money, Text
from wiseparts_nb.widget import hidden, value_of

CLOSED = 70
"""Keys that are followed from one customer's cards: enough for every kind."""


def keys_in(document: Any) -> Iterator[str]:
    """Every key within a card as JSON."""
    if isinstance(document, dict):
        if isinstance(document.get("key"), str):
            yield document["key"]
        for inner in document.values():
            yield from keys_in(inner)
    elif isinstance(document, list):
        for inner in document:
            yield from keys_in(inner)


def keys_on_cards(source: Source) -> list[str]:
    shown = [(one, value_of(one, source)) for one in CATALOGUE]
    cards = [to_json(one.card(value)) for one, value in shown if not hidden(value)]
    return list(dict.fromkeys(key for card in cards for key in keys_in(card)))


def figure(found: Detail) -> Decimal:
    """Return the amount that the title states."""
    assert isinstance(found.title, Text)
    amount = found.title.args["amount"]
    assert isinstance(amount, Money)
    return amount.amount


def summed(source: Source, found: Detail) -> Decimal:
    """Run the download and add up its amounts."""
    names, rows = source.table(found.rows.sql, **found.rows.values)
    assert len(rows) == found.rows.count
    assert found.rows.summed is not None
    place = names.index(found.rows.summed)
    return sum((row[place] for row in rows), Decimal(0))


def figures_add_up(source: Source) -> None:
    """Hold the figures of one customer's cards to those of what they open, and those to their rows."""
    (customer,) = source.customer_ids
    months, due = last_12_months(source).get(customer), due_amounts(source).get(customer)
    clicked: dict[str, Decimal] = {}
    for month in months.months if months else ():
        if month.net or month.earlier:
            clicked[f"month:{month.month:%Y-%m}"] = month.net
    for bucket in due.buckets if due else ():
        clicked[f"age:{bucket.age}"] = bucket.amount
    if due:
        clicked["age:credits"] = due.credits
        clicked |= {f"due:{one.due_document_id}": one.amount_due for one in due.documents}
    by_brand, quotes = sales_by_brand(source).get(customer), open_quotes(source).get(customer)
    clicked |= {
        f"brand:{one.brand or ''}": one.total for one in (by_brand.brands if by_brand else ())
    }
    clicked |= {f"quote:{one.quote_id}": one.net for one in (quotes.quotes if quotes else ())}
    assert clicked
    for key, amount in clicked.items():
        found = detail(source, key)
        assert (key, figure(found), summed(source, found)) == (key, amount, amount)
    quoted_by_brand(source)


def quoted_by_brand(source: Source) -> None:
    """Hold a brand's quotes to the bar of the quotes card."""
    quoted = quotes_by_brand(source).get(source.customer_ids[0])
    for one in quoted.brands if quoted else ():
        found = detail(source, f"brand:{one.brand or ''}")
        (card,) = [card for card in found.cards if card.name == "brand_quotes"]
        assert isinstance(card.meta, Text)
        assert card.meta.args["amount"] == Money(one.net)


def every_key_opens(source: Source) -> set[str]:
    """Open what the cards name and what that names in turn; return the kinds that were met."""
    ahead, met = keys_on_cards(source), set[str]()
    while ahead and len(met) < CLOSED:
        key = ahead.pop(0)
        if key in met or key.startswith(("analytics:", "agreement:")):
            continue
        met.add(key)
        found = detail(source, key)
        ahead += [key for card in found.cards for key in keys_in(to_json(card))]
        ahead += [link.key for link in found.links]
        if found.rows.summed:
            assert (key, summed(source, found)) == (key, figure(found))
    return {key.partition(":")[0] for key in met}


def test_hand_made_rows_in_every_scope(make: MakeSource) -> None:
    source = company(
        make, *(trade(one, house) for one in ("C-1", "C-2") for house in ("W-1", "W-2"))
    )
    scopes: list[dict[str, Any]] = [{}, {"all_sales": True}, {"wholesaler_id": "W-1"}]
    whole: list[Decimal] = []
    for scope in scopes:
        narrowed = source.narrowed("C-1", **scope)
        figures_add_up(narrowed)
        whole.append(figure(detail(narrowed, "brand:Kerval")))
    assert whole[1] > whole[0] > whole[2]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Source:
    folder = tmp_path_factory.mktemp("demo")
    publish_demo(folder, customers=20)
    return open_source(read_settings(snapshots=folder))


def test_the_demo_company(demo: Source) -> None:
    kinds: set[str] = set()
    for customer in demo.customer_ids[:2]:
        source = demo.narrowed(customer)
        figures_add_up(source)
        kinds |= every_key_opens(source)
    assert kinds == set(DETAILS) - {"month"}  # whose bars are named by the renderer


def test_a_brand_that_was_never_sold_opens_empty(make: MakeSource) -> None:
    found = opened(make(NOW, brands=[{"brand_id": "K", "name": "Kerval"}]), "brand:Kerval")
    assert (figure(found), found.cards, found.rows.count) == (Decimal(0), (), 0)


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
@pytest.mark.parametrize(
    ("key", "error", "words"),
    [
        ("month", InputError, "'month' cannot be opened"),
        ("mnth:2026-10", UnknownNameError, "Did you mean 'month'?"),
        ("age:old", UnknownNameError, "Unknown age of amounts due 'old'"),
        ("activity_kind:vist", UnknownNameError, "Did you mean 'visit'?"),
        ("brand:Nobody", InputError, "no sales, quotes or orders of 'Nobody'"),
        *((f"{kind}:F-C-2-W-1-0' or 1=1", InputError, "This customer has no") for kind in ("invoice", "due", "quote", "offer", "event")),
        ("invoice:F-C-2-W-1-0", InputError, "This customer has no invoice 'F-C-2-W-1-0'"),
        ("quote:Q-C-2-W-1-0", InputError, "This customer has no quote"),
        ("due:D-C-2", InputError, "This customer has no due document"),
        ("offer:R-C-2", InputError, "This customer has no offer"),
        ("event:N-C-2", InputError, "This customer has no event"),
    ],
)  # fmt: skip
def test_what_cannot_be_opened(
    make: MakeSource, key: str, error: type[InputError], words: str
) -> None:
    source = company(make, trade("C-1", "W-1"), trade("C-2", "W-1"))
    with pytest.raises(error, match=words.replace("?", r"\?")):
        detail(source.narrowed("C-1"), key)


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_a_detail_is_of_one_customer(make: MakeSource) -> None:
    with pytest.raises(InputError, match="Choose the customer first"):
        detail(company(make, trade("C-1", "W-1")), "month:2026-10")
