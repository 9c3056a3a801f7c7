"""An event opened: every sort of record, whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.details.opening import opened, said
from tests.customer.rows import Rows, ordered, quoted, sold, utc
from wiseparts_nb.card import Note
from wiseparts_nb.errors import InputError
from wiseparts_nb.source.source import Source

NOW = date(2026, 11, 23)
HOSTILE = '<script>alert(1)</script> **bold** {amount} "quoted"\nsecond line'
OWN = {"customer_id": "C-1"}


def source_of(make: MakeSource) -> Source:
    quotes, quote_lines = quoted("Q-1", date(2026, 11, 2), ("K", "400", "won"), status="won")
    orders, order_lines = ordered("O-1", date(2026, 11, 9), ("K", "400"), quote_id="Q-1")
    people: Rows = [{"customer_id": one, "name": one, "kind": "customer"} for one in ("C-1", "C-2")]
    at = {"happened_at": utc("2026-11-20 09:00"), "amount": Decimal("400.50")}
    return make(
        NOW,
        customers=people,
        staff=[{"staff_id": "S-1", "name": "Ana Gil"}],
        contacts=[OWN | {"contact_id": "K-1", "name": "Paul Roy"}],
        activities=[
            OWN
            | {
                "activity_id": "A-1",
                "kind": "visit",
                "status": "done",
                "starts_at": utc("2024-02-01 09:00"),
            }
            | {"subject": "Lighting", "body": HOSTILE, "staff_id": "S-1", "contact_id": "K-1"},
            OWN
            | {
                "activity_id": "A-2",
                "kind": "call",
                "status": "planned",
                "starts_at": utc("2026-12-01 09:00"),
            },
        ],
        tasks=[
            OWN
            | {"task_id": "T-1", "subject": "Send prices", "created_at": utc("2026-11-02 09:00")}
            | {"due_on": date(2026, 11, 20), "completed_at": utc("2026-11-19 10:00")},
        ],
        notes=[OWN | {"note_id": "N-1", "written_at": utc("2026-11-20 09:00"), "body": HOSTILE}],
        system_events=[
            OWN | at | {"system_event_id": "E-1", "kind": "quote_sent", "reference": "Q-1"},
            OWN | at | {"system_event_id": "E-2", "kind": "order_placed", "reference": "O-1"},
            {"customer_id": "C-2", "system_event_id": "E-9", "kind": "quote_sent"} | at,
        ],
        quotes=quotes,
        quote_lines=quote_lines,
        orders=orders,
        order_lines=order_lines,
        sales_lines=[sold(date(2026, 11, 12), "400", invoice_id="F-1", order_id="O-1")],
        due_documents=[],
    )


def test_an_activity_with_its_words_in_full(make: MakeSource) -> None:
    found = opened(source_of(make), "event:A-1")
    assert said(found) == ["Visit: Lighting", "Events › 1 Feb 2024"]
    (card,) = found.cards
    shown = sayings(card)
    assert {"Visit done", "Subject", "Contact"} <= set(shown)
    assert [part.text for part in card.parts if isinstance(part, Note)] == [HOSTILE]
    assert "Paul Roy" in repr(card)
    assert "Ana Gil" in repr(card)


def test_every_other_sort(make: MakeSource) -> None:
    source = source_of(make)
    assert said(opened(source, "event:A-2"))[0] == "Call"
    assert "Call planned" in sayings(opened(source, "event:A-2").cards[0])
    task = sayings(opened(source, "event:T-1").cards[0])
    assert {"Task done", "20 Nov 2026", "19 Nov 2026, 11:00"} <= set(task)
    note = opened(source, "event:N-1")
    assert said(note)[0] == "Note"
    assert note.cards[0].parts[-1] == Note(HOSTILE)


def test_a_system_event_leads_to_what_it_refers_to(make: MakeSource) -> None:
    source = source_of(make)
    sent = opened(source, "event:E-1")
    assert said(sent)[:2] == ["Quote sent, €400", "Open quote Q-1"]
    assert [link.key for link in sent.links] == ["quote:Q-1"]
    placed = opened(source, "event:E-2")
    assert [link.key for link in placed.links] == ["invoice:F-1", "quote:Q-1"]


def test_another_customers_record_is_as_absent_as_none(make: MakeSource) -> None:
    source = source_of(make)
    errors: list[str] = []
    for name in ("E-9", "E-0"):
        with pytest.raises(InputError) as caught:
            opened(source, f"event:{name}")
        errors.append(str(caught.value).replace(name, "?"))
    assert errors[0] == errors[1]
    assert said(opened(source, "event:E-9", "C-2"))[0] == "Quote sent, €400"
