"""The timeline: every event of one customer or of all, sought and paged."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.customer.cards import sayings
from tests.customer.conftest import MakeSource
from tests.customer.rows import Rows, utc
from wiseparts_nb.card import Timeline
from wiseparts_nb.customer.details import detail, event_owner
from wiseparts_nb.customer.timeline import Sought, TimelinePage, card, timeline
from wiseparts_nb.errors import InputError
from wiseparts_nb.source.source import Source

NOW = date(2026, 11, 23)


def source_of(make: MakeSource) -> Source:
    one: dict[str, object] = {"customer_id": "C-1", "staff_id": "S-1"}
    other: dict[str, object] = {"customer_id": "C-2", "staff_id": "S-2"}
    done: dict[str, object] = {"status": "done"}
    activities: Rows = [
        one | done | {"activity_id": "A-1", "kind": "visit", "starts_at": utc("2021-03-01 09:00"), "subject": "Délais"},
        other | done | {"activity_id": "A-2", "kind": "call", "starts_at": utc("2026-11-20 09:00"), "body": "CŒUR de ville"},
        one | {"activity_id": "A-3", "kind": "call", "status": "planned", "starts_at": utc("2026-11-20 10:00")},
        one | done | {"activity_id": "A-4", "kind": "call", "starts_at": utc("2026-11-24 10:00"), "subject": "Tomorrow"},
    ]  # fmt: skip
    return make(
        NOW,
        customers=[
            {"customer_id": "C-1", "name": "Énergies Vasseur", "kind": "customer"},
            {"customer_id": "C-2", "name": "50% <b>Off</b>", "kind": "customer"},
        ],
        staff=[{"staff_id": "S-1", "name": "Zoé Roy"}, {"staff_id": "S-2", "name": "Álvaro Gil"}],
        activities=activities,
        tasks=[
            one
            | {"task_id": "T-1", "subject": "Send prices", "created_at": utc("2026-11-01 09:00")}
            | {"completed_at": utc("2026-11-10 22:59")}  # 23:59 in Paris
        ],
        notes=[other | {"note_id": "N-1", "written_at": utc("2026-11-12 09:00"), "body": "100% {sure} **bold**"}],
        system_events=[
            {"customer_id": "C-1", "system_event_id": "E-1", "kind": "quote_sent", "reference": "Q-1"}
            | {"happened_at": utc("2026-11-19 09:00")}
        ],
    )  # fmt: skip


def keys(page: TimelinePage) -> list[str]:
    return [one.event.record_id for one in page.happenings]


def test_everything_newest_first(make: MakeSource) -> None:
    source = source_of(make)
    assert keys(timeline(source)) == ["A-2", "E-1", "N-1", "T-1", "T-1", "A-1"]
    own = timeline(source.narrowed("C-1"))
    assert keys(own) == ["E-1", "T-1", "T-1", "A-1"]
    assert [one.event.sort for one in own.happenings[1:3]] == ["task_done", "task_created"]
    assert [(one.value, one.count) for one in own.kinds] == [
        ("task", 2),
        ("quote_sent", 1),
        ("visit", 1),
    ]
    assert [(one.value, one.label) for one in timeline(source).people] == [
        ("S-2", "Álvaro Gil"),
        ("S-1", "Zoé Roy"),
    ]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(kinds=("call", "note")), ["A-2", "N-1"]),
        (Sought(person="S-1"), ["T-1", "T-1", "A-1"]),
        (Sought(start=date(2026, 11, 10), end=date(2026, 11, 19)), ["E-1", "N-1", "T-1"]),
        (Sought(end=date(2026, 11, 9)), ["T-1", "A-1"]),
        (Sought(words="DELAIS"), ["A-1"]),
        (Sought(words="dèlais zoe"), ["A-1"]),
        (Sought(words="coeur"), ["A-2"]),
        (Sought(words="energies send"), ["T-1", "T-1"]),
        (Sought(words="q-1"), ["E-1"]),
        (Sought(words="100%"), ["N-1"]),
        (Sought(words="_"), []),
        (Sought(words="' or 1=1"), []),
        (Sought(words="{sure} bold"), ["N-1"]),
        (Sought(words="delais", person="S-2"), []),
    ],
)
def test_what_is_sought(make: MakeSource, sought: Sought, found: list[str]) -> None:
    page = timeline(source_of(make), sought)
    assert keys(page) == found
    assert page.count == len(found)


def test_a_filter_counts_what_the_others_leave(make: MakeSource) -> None:
    page = timeline(source_of(make), Sought(kinds=("call",), person="S-2"))
    assert [(one.value, one.count, one.chosen) for one in page.kinds] == [
        ("call", 1, True),
        ("note", 1, False),
    ]
    assert [(one.value, one.count, one.chosen) for one in page.people] == [("S-2", 1, True)]


def test_pages(make: MakeSource) -> None:
    source = source_of(make)
    pages = [timeline(source, limit=4, offset=offset) for offset in (0, 4, 8)]
    assert [keys(page) for page in pages] == [["A-2", "E-1", "N-1", "T-1"], ["T-1", "A-1"], []]
    assert {page.count for page in pages} == {6}
    assert "5–6 of 6, the newest first" in sayings(card(pages[1]))
    assert "There are only 6. Go back to the first page." in sayings(card(pages[2]))
    nothing = card(timeline(source, Sought(words="nowhere")))
    assert "Nothing matches. Take a filter away or search for fewer words." in sayings(nothing)


def test_every_entry_says_whose_it_is_and_opens(make: MakeSource) -> None:
    source = source_of(make)
    page = timeline(source)
    shown = card(page)
    (part,) = shown.parts
    assert isinstance(part, Timeline)
    assert "50% <b>Off</b> Call CŒUR de ville" in sayings(shown)
    for entry, one in zip(part.entries, page.happenings, strict=True):
        key = entry.key or ""
        assert event_owner(source, key.removeprefix("event:")) == one.customer_id
        assert detail(source.narrowed(one.customer_id), key).cards
    assert "Call CŒUR de ville" in sayings(card(timeline(source.narrowed("C-2"))))
    with pytest.raises(InputError, match="There is no event 'A-2'"):
        event_owner(source.narrowed("C-1"), "A-2")


@pytest.mark.parametrize("make", ["duckdb"], indirect=True)
def test_refused(make: MakeSource) -> None:
    source = source_of(make)
    with pytest.raises(InputError, match="is after the last day"):
        timeline(source, Sought(start=NOW, end=NOW - timedelta(1)))
    for limit, offset in ((0, 0), (501, 0), (5, -1)):
        with pytest.raises(InputError, match="A page has 1 to 500 entries"):
            timeline(source, limit=limit, offset=offset)
