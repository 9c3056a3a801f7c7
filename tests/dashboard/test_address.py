"""Addresses: read as a browser sends them, written short, compared by what they show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiseparts_nb.dashboard.address import Address
from wiseparts_nb.errors import InputError

values = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf")), max_size=20)
fields = st.lists(
    st.tuples(st.sampled_from(("customer", "brand", "lang", "open")), values), max_size=6
)


@given(fields)
def test_an_address_is_read_back_from_its_query(pairs: list[tuple[str, str]]):
    address = Address("customer", tuple(pairs))
    assert Address.of("customer", address.query) == address


def test_a_field_may_stand_several_times_and_the_last_one_counts():
    address = Address.of("compare", "customer=C-1&customer=C-2&customer=C-1")
    assert address.get("customer") == "C-1"
    assert address.all("customer") == ("C-1", "C-2")
    assert address.put(customer=("C-3", "C-4")).href == "compare?customer=C-3&customer=C-4"


def test_keys_stay_readable_and_another_page_keeps_the_language():
    address = Address.of("customer", "?customer=C-1&lang=fr").put(open="month:2026-10")
    assert address.href == "customer?customer=C-1&lang=fr&open=month:2026-10"
    assert address.to("analytics", brand="Kerval").href == "analytics?lang=fr&brand=Kerval"


@pytest.mark.parametrize(
    "query", ["", "=x", "1a=2", "A=1", "__proto__=1", "customer%00=1", "&&&", "%"]
)
def test_what_no_page_could_mean_is_left_out(query: str):
    assert Address.of("customer", query).fields == ()


def test_what_cannot_be_seen_is_taken_out():
    assert Address.of("customer", "customer=C%00-1%E2%80%AE").get("customer") == "C-1"


def test_a_query_that_is_far_too_long_is_refused():
    with pytest.raises(InputError, match="100009 characters"):
        Address.of("customer", "customer=" + "x" * 100_000)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("customer=C-1&kind=call", "kind=call&customer=C-1&open=event:1", True),
        ("customer=C-1", "customer=C-2", False),
        ("customer=C-1&customer=C-2", "customer=C-2&customer=C-1", False),
        ("customer=C-1", "customer=C-1&brand=", False),
    ],
)
def test_the_drawer_and_the_order_of_fields_show_nothing_else(one: str, other: str, same: bool):
    assert Address.of("p", one).shows_what(Address.of("p", other)) is same
