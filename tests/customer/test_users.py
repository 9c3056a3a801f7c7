"""Readers from the tables, and what "Show all sales" offers each of them, on both engines."""

from __future__ import annotations

from datetime import date

import pytest

from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows
from wiseparts_nb.access import Reader, machine_reader
from wiseparts_nb.errors import AccessError, UnknownNameError
from wiseparts_nb.source.source import Source
from wiseparts_nb.source.users import AllSalesOffer, reader_of, show_all_sales_offer

NOW = date(2026, 11, 23)
HOUSES: Rows = [
    {"wholesaler_id": one, "name": f"House {one}"} for one in ("W-1", "W-2", "W-3", "W-4")
]
CUSTOMERS: Rows = [
    {"customer_id": "C-1", "tax_number": "FR1", "wholesaler_id": "W-1"},
    {"customer_id": "C-2", "tax_number": "FR1", "wholesaler_id": "W-2"},
    {"customer_id": "C-3", "wholesaler_id": "W-1"},
    {"customer_id": "C-4", "wholesaler_id": "W-1"},
]
USERS: Rows = [
    {"user_id": "U-1", "staff_id": "S-1", "kind": "sales_rep", "wholesaler_id": "W-1"},
    {"user_id": "U-2", "kind": "manufacturer", "wholesaler_id": "W-3", "manufacturer_id": "M-1"},
    {"user_id": "U-3", "kind": "manufacturer", "manufacturer_id": "M-1", "rights": ""},
    {"user_id": "U-4", "kind": "administrator", "rights": "administer, show_all_sales"},
    {"user_id": "U-5", "kind": "manager", "rights": "see_margins"},
    {"user_id": "U-6", "kind": "manufacturer", "manufacturer_id": "M-2", "rights": "export"},
]
USERS[1]["rights"] = "show_all_sales"


def sold(customer: str, house: str | None, brand: str, number: int) -> dict[str, object]:
    key: dict[str, object] = {"invoice_id": f"F-{number}", "sold_on": NOW, "net": 10}
    return key | {"customer_id": customer, "wholesaler_id": house, "brand_id": brand}


@pytest.fixture
def source(make: MakeSource) -> Source:
    return make(
        NOW,
        customers=CUSTOMERS,
        wholesalers=HOUSES,
        users=USERS,
        staff=[{"staff_id": "S-1", "name": "Claire Dumas"}],
        manufacturers=[{"manufacturer_id": one, "name": f"Maker {one}"} for one in ("M-1", "M-2")],
        brands=[
            {"brand_id": "K", "name": "Kerval", "manufacturer_id": "M-1"},
            {"brand_id": "X", "name": "Xenon", "manufacturer_id": None},
        ],
        sales_lines=[
            sold("C-1", "W-1", "K", 1),
            sold("C-2", "W-2", "K", 2),
            sold("C-3", "W-1", "K", 3),
            sold("C-4", "W-1", "X", 4),
            sold("C-4", "W-4", "X", 5),
            sold("C-4", None, "X", 6),
        ],
        quotes=[
            {"quote_id": "Q-1", "customer_id": "C-2", "wholesaler_id": "W-4", "issued_on": NOW}
        ],
    )


def test_readers_as_the_tables_know_them(source: Source) -> None:
    assert reader_of(source, "U-1") == Reader("U-1", "Claire Dumas", "sales_rep", ("W-1",))
    administrator = reader_of(source, "U-4")
    assert (administrator.name, administrator.kind) == ("U-4", "administrator")
    assert administrator.rights == {"administer", "show_all_sales"}
    for nobody in (None, ""):
        assert reader_of(source, nobody) == machine_reader()


def test_a_manufacturer_looks_through_every_wholesaler_of_its_brands(source: Source) -> None:
    """Their own first, though nothing is sold there yet; never one that sells only others' brands."""
    reader = reader_of(source, "U-2")
    assert (reader.name, reader.wholesaler_ids) == ("Maker M-1", ("W-3", "W-1", "W-2"))
    assert reader_of(source, "U-3").wholesaler_ids == ("W-1", "W-2")
    assert reader_of(source, "U-6").wholesaler_ids == ()
    narrowed = source.narrowed("C-3", wholesaler_id="W-1")
    assert reader_of(narrowed, "U-2") == reader


def test_who_is_not_known(source: Source) -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown user 'U-7'\. Did you mean"):
        reader_of(source, "U-7")
    with pytest.raises(UnknownNameError, match="Unknown right 'see_margins'"):
        reader_of(source, "U-5")
    with pytest.raises(UnknownNameError, match="Unknown user"):
        reader_of(source, "U-1' or '1' = '1")


@pytest.mark.parametrize(
    ("user", "customer", "offer"),
    [
        ("U-2", "C-1", AllSalesOffer(offered=True, wholesaler="House W-3", combined=3)),
        ("U-2", "C-2", AllSalesOffer(offered=True, wholesaler="House W-3", combined=3)),
        ("U-4", "C-1", AllSalesOffer(offered=True, wholesaler="House W-1", combined=3)),
        ("U-4", "C-2", AllSalesOffer(offered=True, wholesaler=None, combined=3)),
        ("U-4", "C-3", AllSalesOffer(offered=False, wholesaler="House W-1", combined=1)),
        ("U-4", "C-4", AllSalesOffer(offered=False, wholesaler=None, combined=2)),
        (None, "C-1", AllSalesOffer(offered=True, wholesaler="House W-1", combined=3)),
        ("U-1", "C-1", AllSalesOffer(offered=False, wholesaler="House W-1", combined=0)),
        ("U-3", "C-1", AllSalesOffer(offered=False, wholesaler="House W-1", combined=0)),
    ],
)
def test_what_the_switch_offers(
    source: Source, user: str | None, customer: str, offer: AllSalesOffer
) -> None:
    reader = reader_of(source, user)
    assert show_all_sales_offer(source, reader, customer) == offer
    assert show_all_sales_offer(source.narrowed("C-3"), reader, customer) == offer
    on = offer.offered and source.narrowed(customer, all_sales=True).table(SALES)[1]
    scope = reader.scope(customer)
    off = source.narrowed(customer, wholesaler_id=scope.wholesaler_id).table(SALES)[1]
    assert (on not in (False, off)) is offer.offered


SALES = "select count(*) from sales_lines"


def test_the_selected_wholesaler(source: Source) -> None:
    maker = reader_of(source, "U-2")
    found = show_all_sales_offer(source, maker, "C-3", wholesaler_id="W-1")
    assert found == AllSalesOffer(offered=False, wholesaler="House W-1", combined=1)
    with pytest.raises(UnknownNameError, match="Unknown wholesaler 'W-4'"):
        show_all_sales_offer(source, maker, "C-3", wholesaler_id="W-4")
    with pytest.raises(UnknownNameError, match="Unknown customer 'C-9'"):
        show_all_sales_offer(source, maker, "C-9")
    with pytest.raises(AccessError, match="sees sales through a wholesaler"):
        show_all_sales_offer(source, reader_of(source, "U-6"), "C-1")


def test_who_reads_is_no_part_of_a_figures_story(source: Source) -> None:
    show_all_sales_offer(source, reader_of(source, "U-2"), "C-1")
    assert source.queries == []
