"""Latest events (C14 to C22)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, utc
from wiseparts_nb.card import Timeline
from wiseparts_nb.customer.latest_events import WIDGET, Event, LatestEvents, card, latest_events
from wiseparts_nb.widget import value_of

NOW = date(2026, 11, 23)
STAFF: Rows = [{"staff_id": "S-1", "name": "Ana Gil"}]
HOSTILE = "**{n}** <script>alert('x')</script> %s $as_of\n\"quoted\""


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    return utc(f"2026-{month:02}-{day:02} {hour:02}:00")


def system(number: str, when: datetime, kind: str, **more: object) -> dict[str, object]:
    event = {"system_event_id": number, "customer_id": "C-1", "happened_at": when, "kind": kind}
    return event | more


def activity(
    number: str, when: datetime, status: str = "done", **more: object
) -> dict[str, object]:
    visit: dict[str, object] = {"activity_id": number, "customer_id": "C-1", "kind": "visit"}
    words = {"subject": "Range", "body": "Long"}
    return visit | words | {"status": status, "starts_at": when} | more


def task(number: str, made: datetime, completed: datetime | None) -> dict[str, object]:
    own: dict[str, object] = {"task_id": number, "customer_id": "C-1", "subject": "Send it"}
    return own | {"staff_id": "S-1", "created_at": made, "completed_at": completed}


def event(sort: Any, kind: str, number: str, when: datetime, **more: Any) -> Event:
    """Return what is found of one row; it happened on its own day in Paris unless ``on`` says otherwise."""
    fields = ("subject", "body", "who", "reference", "amount")
    nothing: dict[str, Any] = dict.fromkeys(fields) | {"on": when.date()}
    return Event(sort=sort, kind=kind, record_id=number, at=when, **nothing | more)


WHAT_HAPPENED: dict[str, Rows] = {
    "staff": STAFF,
    "activities": [
        activity("A-1", at(20), staff_id="S-1"),
        activity("A-2", at(21), "planned"),
        activity("A-3", at(23, 23)),  # the 24th in Paris
        activity("A-4", at(1, month=8)),
        activity("A-5", at(21), "cancelled"),
    ],
    "tasks": [
        task("T-1", at(2), at(22, 23)),
        task("T-2", at(3), at(24)),
    ],  # the second not done yet
    "notes": [{"note_id": "N-1", "customer_id": "C-1", "written_at": at(20), "body": HOSTILE}],
    "system_events": [
        system("E-1", at(20), "invoice_overdue", reference="F-1", amount=Decimal("-12.50")),
        system("E-2", at(19), "budget_recorded", body=None),
    ],
}


def test_everything_that_happened_newest_first(make: MakeSource) -> None:
    source = make(NOW, **WHAT_HAPPENED)
    send: dict[str, Any] = {"subject": "Send it", "who": "Ana Gil"}
    visit: dict[str, Any] = {"subject": "Range", "body": "Long", "who": "Ana Gil"}
    due: dict[str, Any] = {"reference": "F-1", "amount": Decimal("-12.50")}
    found = latest_events(source)["C-1"]
    assert found == LatestEvents(
        (
            event("task_done", "task", "T-1", at(22, 23), on=NOW, **send),
            event("activity", "visit", "A-1", at(20), **visit),
            event("note", "note", "N-1", at(20), body=HOSTILE),
            event("system", "invoice_overdue", "E-1", at(20), **due),
            event("system", "budget_recorded", "E-2", at(19)),
            event("task_created", "task", "T-2", at(3), **send),
            event("task_created", "task", "T-1", at(2), **send),
        ),
        7,
    )
    assert latest_events(source.narrowed("C-1"))["C-1"] == found


def test_sixty_events_are_counted_and_fifty_kept(make: MakeSource) -> None:
    early = [system(f"E-{n:02}", at(1) + timedelta(hours=n), "note") for n in range(45)]
    together = [system(f"F-{n:02}", at(1), "note") for n in range(15)]
    found = latest_events(make(NOW, system_events=early + together))["C-1"]
    assert found.count == 60
    assert [one.record_id for one in found.events[:2]] == ["E-44", "E-43"]
    # of those at one instant, the highest numbers stay
    assert [one.record_id for one in found.events[-6:]] == [
        "F-14",
        "F-13",
        "F-12",
        "F-11",
        "F-10",
        "F-09",
    ]


def test_hidden_without_events(make: MakeSource) -> None:
    source = make(NOW, system_events=[system("E-1", at(1, month=8), "quote_sent")]).narrowed("C-1")
    reason = value_of(WIDGET, source).reason
    assert source.locale("en").show(reason) == "nothing was logged in the last 90 days"


def told(kind: str, **more: Any) -> str:
    """What the card says of one system event."""
    fields: dict[str, Any] = {
        "subject": None,
        "body": None,
        "who": None,
        "reference": None,
        "amount": None,
    }
    one = Event("system", kind, "E-1", at(20), NOW, **fields | more)
    return sayings(card(LatestEvents((one,), 1)))[-2]


@pytest.mark.parametrize(
    ("kind", "more", "words"),
    [
        ("quote_sent", {"reference": "Q-1", "amount": Decimal(1200)}, "Quote sent Q-1, €1,200"),
        ("order_placed", {"amount": Decimal(-5)}, "Order placed −€5"),
        ("price_list_sent", {"reference": "T-2027"}, "Price list sent T-2027"),
        ("credit_issued", {}, "Credit issued"),
        ("spot_price_asked", {"amount": Decimal(0)}, "Spot price asked €0"),
        ("visite_CRM", {"body": "Seen"}, "Visite CRM Seen"),
        # words of this card's own messages are no names of events
        ("entry", {}, "Entry"),
        ("title", {"body": "x"}, "Title x"),
        ("of_amount", {}, "Of amount"),
        ("**{what}**", {"body": HOSTILE}, "**{what}** " + HOSTILE),
    ],
)
def test_system_events_are_named(kind: str, more: dict[str, Any], words: str) -> None:
    assert told(kind, **more) == words


def test_card() -> None:
    kinds = ["quote_sent", "order_placed", "invoice_overdue", "credit_issued", "other", "a", "b"]
    events = tuple(
        Event("system", kind, f"E-{n}", at(20), NOW, None, None, None, None, None)
        for n, kind in enumerate(kinds)
    )
    own = (
        Event("note", "note", "N-1", at(21), NOW, None, HOSTILE, "Ana Gil", None, None),
        Event("task_done", "task", "T-1", at(21), NOW, "Call", None, None, None, None),
        Event("activity", "online_meeting", "A-1", at(21), NOW, None, None, None, None, None),
    )
    shown = card(LatestEvents((*own, *events[:3]), 61))
    (timeline,) = shown.parts
    assert isinstance(timeline, Timeline)
    assert [one.icon for one in timeline.entries] == [
        "note",
        "task",
        "online_meeting",
        "quote",
        "order",
        "due",
    ]
    assert [one.tone for one in timeline.entries] == ["neutral"] * 5 + ["bad"]
    assert (timeline.entries[0].who, timeline.entries[0].key) == ("Ana Gil", "event:N-1")
    words = sayings(shown)
    assert "Last 90 days, 61 events" in words
    assert f"Note {HOSTILE}" in words
    assert {"Task completed Call", "Online meeting"} <= set(words)
    assert len(card(LatestEvents(own + events, 10)).parts[0].entries) == 6  # pyright: ignore[reportAttributeAccessIssue]
