"""Upcoming (C41 to C43)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, utc
from wiseparts_nb.card import Note, Timeline
from wiseparts_nb.customer.upcoming import WIDGET, Commitment, Upcoming, card, upcoming
from wiseparts_nb.widget import hidden, value_of

NOW = date(2026, 11, 23)


def planned(number: str, kind: str, at: str, **more: object) -> dict[str, object]:
    one = {"activity_id": number, "customer_id": "C-1", "kind": kind, "status": "planned"}
    return one | {"starts_at": utc(at)} | more


def task(number: str, due: date | None, **more: object) -> dict[str, object]:
    one = {"task_id": number, "customer_id": "C-1", "subject": f"Do {number}", "due_on": due}
    return one | {"created_at": utc("2026-11-02 09:00")} | more


ROWS: dict[str, Rows] = {
    "staff": [{"staff_id": "S-1", "name": "Ana Gil"}],
    "contacts": [{"contact_id": "P-1", "customer_id": "C-1", "name": "Paul Roux"}],
    "activities": [
        planned(
            "A-1",
            "visit",
            "2026-11-26 09:00",
            staff_id="S-1",
            contact_id="P-1",
            subject="Range",
        ),
        planned("A-2", "call", "2026-11-22 23:00"),  # today in Paris
        planned("A-3", "email", "2026-12-23 22:59"),  # the 30th day's last minute there
        planned("X-1", "call", "2026-11-22 22:59"),  # yesterday
        planned("X-2", "call", "2026-12-23 23:00"),
        planned("X-3", "visit", "2026-11-27 09:00", status="cancelled"),
        planned("X-4", "visit", "2026-11-27 09:00", status="done"),
    ],
    "tasks": [
        task("T-1", date(2026, 11, 22), staff_id="S-1"),
        task("T-2", NOW),
        task("T-3", date(2026, 12, 23), completed_at=utc("2026-11-24 09:00")),  # still open today
        task("T-4", date(2026, 11, 20), completed_at=utc("2026-11-23 23:00")),  # tomorrow in Paris
        task("X-1", date(2026, 11, 20), completed_at=utc("2026-11-23 22:59")),
        task("X-2", date(2026, 12, 24)),
        task("X-3", None),
        task("X-4", date(2026, 11, 28), created_at=utc("2026-11-23 23:00")),  # not yet known
    ],
}


def test_what_is_planned_and_due(make: MakeSource) -> None:
    source = make(NOW, **ROWS)

    def one(number: str, kind: str, on: date, **more: Any) -> Commitment:
        nothing: dict[str, Any] = {
            "at": None,
            "subject": "",
            "who": None,
            "contact": None,
            "overdue": False,
        }
        return Commitment(number, kind, on, **nothing | more)

    visit = one(
        "A-1",
        "visit",
        date(2026, 11, 26),
        at=utc("2026-11-26 09:00"),
        subject="Range",
        who="Ana Gil",
        contact="Paul Roux",
    )
    found = upcoming(source)["C-1"]
    assert found == Upcoming(
        (
            one("T-4", "task", date(2026, 11, 20), subject="Do T-4", overdue=True),
            one("T-1", "task", date(2026, 11, 22), subject="Do T-1", who="Ana Gil", overdue=True),
            one("A-2", "call", NOW, at=utc("2026-11-22 23:00")),
            one("T-2", "task", NOW, subject="Do T-2"),
            visit,
            one("A-3", "email", date(2026, 12, 23), at=utc("2026-12-23 22:59")),
            one("T-3", "task", date(2026, 12, 23), subject="Do T-3"),
        ),
        visit_planned=True,
    )
    assert found.meeting == visit
    assert [late.record_id for late in found.overdue] == ["T-4", "T-1"]
    assert upcoming(source.narrowed("C-1"))["C-1"] == found


def test_nothing_ahead(make: MakeSource) -> None:
    source = make(NOW, tasks=[task("T-1", None)]).narrowed("C-1")
    reason = value_of(WIDGET, source).reason
    words = "nothing is planned and no task is due in the next 30 days"
    assert source.locale("en").show(reason) == words


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_a_contact_of_another_customer_is_not_named(make: MakeSource) -> None:
    people = [{"contact_id": "P-1", "customer_id": "C-2", "name": "Somebody else"}]
    visit = planned("A-1", "visit", "2026-11-26 09:00", contact_id="P-1")
    source = make(NOW, contacts=people, activities=[visit])
    for asked in (source, source.narrowed("C-1")):
        assert upcoming(asked)["C-1"].commitments[0].contact is None
    assert not hidden(value_of(WIDGET, source.narrowed("C-1")))


def commitment(
    number: int, kind: str = "task", subject: str = "Call back", **more: Any
) -> Commitment:
    at = None if kind == "task" else utc("2026-11-26 22:30")
    rest: dict[str, Any] = {"who": None, "contact": None, "overdue": False}
    return Commitment(f"R-{number}", kind, date(2026, 11, 26), at, subject, **rest | more)


def test_card() -> None:
    some = (
        commitment(1, overdue=True),
        commitment(2, "visit", "{n} **x**", who="Ana Gil"),
        commitment(3, "online_meeting", ""),
        *(commitment(number) for number in range(4, 9)),
    )
    shown = card(Upcoming(some, visit_planned=True))
    timeline, more = shown.parts
    assert isinstance(timeline, Timeline)
    assert isinstance(more, Note)
    assert [(one.icon, one.tone) for one in timeline.entries[:3]] == [
        ("task", "bad"),
        ("visit", "neutral"),
        ("online_meeting", "neutral"),
    ]
    assert timeline.entries[1].who == "Ana Gil"
    words = sayings(shown)
    assert {"Overdue task Call back", "Visit {n} **x**", "Online meeting"} <= set(words)
    assert "Thu 26 Nov, 23:30" in words
    assert "2 more in the next 30 days." in words


def test_a_missing_visit_is_said() -> None:
    shown = card(Upcoming((commitment(1, "call"),), visit_planned=False))
    note = shown.parts[-1]
    assert isinstance(note, Note)
    assert note.tone == "warn"
    assert "No visit is planned." in sayings(shown)
