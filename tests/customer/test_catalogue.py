"""Every widget of the catalogue: worded in three languages, and never failing on a customer with little or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.customer.conftest import MakeSource
from wiseparts_nb.card import from_json, to_json
from wiseparts_nb.customer.catalogue import CATALOGUE, widget
from wiseparts_nb.customer.meeting_brief import meeting_brief
from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.locale import LANGUAGES, messages
from wiseparts_nb.settings import Settings
from wiseparts_nb.text import Text
from wiseparts_nb.widget import Hidden, Widget, value_of

AS_OF = date(2026, 11, 23)
EVERY = pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.name)


@EVERY
def test_has_words(one: Widget) -> None:
    for language in LANGUAGES:
        assert messages()[language][f"{one.name}.title"]
        assert messages()[language][f"{one.name}.nothing"]
    assert one.kpi.__doc__


def test_a_prospect_without_anything(make: MakeSource) -> None:
    prospect = {"customer_id": "P-1", "name": "A prospect", "kind": "prospect"}
    brief = meeting_brief(make(AS_OF, customers=[prospect]).narrowed("P-1"))
    shown = {one.name for one in CATALOGUE if not isinstance(value_of(one, brief.source), Hidden)}
    assert shown == {"customer_record", "segments"}
    assert {one.name for one in brief.hidden} == {one.name for one in CATALOGUE} - shown
    assert brief.card("health") is None


@pytest.mark.parametrize("net", ["0.01", "12.50", "-80.00"])
def test_a_customer_with_one_sale(make: MakeSource, net: str) -> None:
    sale = {"customer_id": "C-1", "invoice_id": "I-1", "sold_on": AS_OF, "net": Decimal(net)}
    source = make(AS_OF, sales_lines=[sale])
    for one in CATALOGUE:
        alone = one.kpi(source.narrowed("C-1")).get("C-1")
        assert alone == one.kpi(source).get("C-1")
        if alone is not None:
            card = one.card(alone)
            assert from_json(to_json(card)) == card


def test_an_unknown_name_meets_its_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'quotes_by_brand'"):
        widget("quote_by_brand")


def test_an_unknown_customer_meets_its_nearest(make: MakeSource) -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown customer 'C1'\. Did you mean 'C-1'"):
        make(AS_OF).narrowed("C1")


def test_a_part_that_is_off_is_in_no_number(make: MakeSource) -> None:
    late = {
        "due_document_id": "F-1",
        "customer_id": "C-1",
        "kind": "invoice",
        "status": "open",
        "issued_on": date(2026, 9, 1),
        "due_on": date(2026, 10, 1),
        "amount": Decimal(900),
        "amount_due": Decimal(900),
    }
    on = make(AS_OF, due_documents=[late])
    off = make(AS_OF, due_documents=[late], settings=Settings(features_off=("due_documents",)))
    assert widget("health").kpi(on)["C-1"].score > 0
    assert widget("health").kpi(off).get("C-1") is None
    hidden = value_of(widget("due_amounts"), off.narrowed("C-1"))
    assert isinstance(hidden, Hidden)
    assert hidden.reason == Text("hidden.feature_off")
