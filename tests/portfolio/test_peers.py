"""A customer among its peers: the group, the measures, and that nobody else is named."""

from __future__ import annotations

import json
from datetime import date
from statistics import median

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, sold
from tests.portfolio.customers import NOW, due, people
from wiseparts_nb.card import to_json
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.locale import Locale
from wiseparts_nb.portfolio.peer_card import peers_card
from wiseparts_nb.portfolio.peers import LEAST, Peers, peers
from wiseparts_nb.source.source import Source
from wiseparts_nb.widget import Hidden

IDS = [f"C-{place}" for place in range(8)]


def made(make: MakeSource, customers: Rows, **more: Rows) -> Source:
    """Customers that bought 1000 times their place in October 2026."""
    sales = [
        sold(date(2026, 10, 5), str(1000 * place), customer_id=one)
        for place, one in enumerate(IDS)
        if place
    ]
    return make(NOW, customers=customers, sales_lines=sales, **more)


def group_of(source: Source, customer_id: str) -> Peers:
    found = peers(source, customer_id)
    assert isinstance(found, Peers)
    return found


def test_the_same_trade_first(make: MakeSource) -> None:
    customers = people(*IDS[:7], trade="Installer") + people("C-7", trade="Retailer")
    found = group_of(made(make, customers), "C-4")
    assert (found.group, found.key, found.count) == ("trade", "Installer", 5)
    net = found.measures[0]
    assert (net.name, net.value, net.median, net.low, net.high) == ("net", 4000, 3000, 2000, 5000)
    assert (net.higher_than, net.peers) == (3, 5)  # of 1000, 2000, 3000, 5000 and 6000
    shown = sayings(peers_card(found))
    assert {"5 other customers: Installer", "higher than 3 of 5 peers", "+33.3%"} <= set(shown)


def test_then_the_tier_the_segment_and_the_size(make: MakeSource) -> None:
    by_tier = people(*IDS, tier="A")
    assert group_of(made(make, by_tier), "C-1").group == "tier"
    assert group_of(made(make, people(*IDS)), "C-1").group == "segment"


def test_about_the_same_sales(make: MakeSource) -> None:
    """One who came back after a pause is alone in its segment."""
    before = [sold(date(2024, 12, 5), "10.00", customer_id="C-0")]
    now = [
        sold(date(2026, 10, 5), net, customer_id=one)
        for one, net in zip(
            IDS,
            ("500.00", "250.00", "1000.00", "249.99", "1000.01", "400.00", "600.00", "700.00"),
            strict=True,
        )
    ]
    found = group_of(make(NOW, customers=people(*IDS), sales_lines=before + now), "C-0")
    assert (found.group, found.key, found.count) == ("size", None, 5)
    assert "5 other customers of about the same sales" in sayings(peers_card(found))


@pytest.mark.parametrize(
    ("customer_id", "reason"),
    [
        ("C-0", "there are no sales in the last 12 months to compare"),
        ("C-1", "fewer than 5 other customers are like this one"),
    ],
)
def test_a_reason_where_there_is_no_group(make: MakeSource, customer_id: str, reason: str) -> None:
    sales = [sold(date(2026, 10, 5), "100.00", customer_id=one) for one in IDS[1:5]]
    found = peers(make(NOW, customers=people(*IDS[:5]), sales_lines=sales), customer_id)
    assert isinstance(found, Hidden)
    assert Locale("en").show(found.reason) == reason


def test_a_lower_overdue_part_is_better(make: MakeSource) -> None:
    documents = [due(one, f"F-{one}{late}", late, "100.00") for one in IDS[2:] for late in (9, -9)]
    found = group_of(made(make, people(*IDS, trade="X"), due_documents=documents), "C-1")
    (overdue,) = [one for one in found.measures if one.name == "overdue"]
    assert (overdue.value, overdue.median, overdue.higher_than) == (0.0, 0.5, 0)
    cells = to_json(peers_card(found))["parts"][0]["rows"][-1]["cells"]
    assert (cells[4]["better"], cells[4]["up"]) == (True, False)


def test_an_unknown_customer(make: MakeSource) -> None:
    with pytest.raises(UnknownNameError, match="Unknown customer 'C-99'"):
        peers(made(make, people(*IDS)), "C-99")


def test_nobody_else_is_named(demo: Source) -> None:
    """The group's figures are those of its members, none of whom is on the card."""
    seen = 0
    for customer_id in demo.customer_ids[:30]:
        found = peers(demo, customer_id)
        if isinstance(found, Hidden):
            continue
        seen += 1
        card = peers_card(found)
        assert sayings(card)
        written = json.dumps(to_json(card))
        others = [one for one in demo.customer_ids if one != customer_id]
        assert not any(one in written for one in others)
        assert found.count >= LEAST
        for one in found.measures:
            assert one.low <= one.median <= one.high
            assert 0 <= one.higher_than <= one.peers <= found.count
            assert (one.value > one.median) <= (one.higher_than >= one.peers / 2 - 1)
    assert seen > 10


def test_the_median_is_that_of_the_others(demo: Source) -> None:
    rows = demo.table(
        "select customers.customer_id, trade, sum(net) as net from customers "
        "join sales_lines on sales_lines.customer_id = customers.customer_id "
        "where sold_on between $twelve_months_start and $as_of group by customers.customer_id, trade"
    )[1]
    asked, trade, _ = next(row for row in sorted(rows) if row[1] == "Industry")
    found = group_of(demo, asked)
    others = [float(net) for one, own, net in rows if own == trade and one != asked and net > 0]
    assert (found.group, found.count) == ("trade", len(others))
    assert found.measures[0].median == pytest.approx(median(others))
