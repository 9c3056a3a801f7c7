"""Widgets: what they show for one and for all, and why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from wiseparts_nb.card import Card
from wiseparts_nb.period import Period
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.engine import DuckDB
from wiseparts_nb.source.rows import Answers
from wiseparts_nb.source.schema import tables
from wiseparts_nb.source.snapshot import Load, Snapshot
from wiseparts_nb.source.source import Source
from wiseparts_nb.text import Text
from wiseparts_nb.widget import Hidden, Widget, hidden, value_of, values_of

NOW = date(2026, 11, 23)
ROWS = "select customer_id, note_id from notes"


@dataclass(frozen=True)
class Notes:
    count: int


def notes(source: Source) -> Answers[Notes]:
    """Count notes. None where there are none."""
    return source.answers(lambda found: Notes(len(found)) if found else None, found=ROWS)


WIDGET = Widget(
    "since_last_brief", notes, lambda _: Card("x", "x", ()), ROWS, "sales", ("notes", "tasks")
)


@pytest.fixture
def source() -> Source:
    """Two customers and a prospect; one customer and the prospect have a note."""
    connection = duckdb.connect()
    for table in tables().values():
        connection.execute(table.bare_ddl())
    for customer, kind in (("C-1", "customer"), ("C-2", "customer"), ("P-1", "prospect")):
        connection.execute(
            "insert into customers (customer_id, name, kind) values (?, 'x', ?)", [customer, kind]
        )
    connection.execute(
        "insert into notes (note_id, customer_id) values ('N-1', 'C-1'), ('N-2', 'P-1')"
    )
    snapshot = Snapshot(
        path=Path("test.duckdb"),
        id="test",
        as_of=NOW,
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        company="Test",
        currency="EUR",
        country="FR",
        subdivision=None,
        zone="Europe/Paris",
        source="test",
        loads=(Load("notes", "test", 2, 0), Load("tasks", "test", 0, 3)),
    )
    return Source(DuckDB(connection), snapshot, Period(NOW), Settings())


def reason(source: Source, widget: Widget = WIDGET) -> Text:
    found = value_of(widget, source)
    assert isinstance(found, Hidden)
    assert (found.name, found.title) == ("since_last_brief", Text("since_last_brief.title"))
    return found.reason


def test_a_value_or_why_there_is_none(source: Source) -> None:
    assert value_of(WIDGET, source.narrowed("C-1")) == Notes(1)
    assert not hidden(Notes(1))
    assert reason(source.narrowed("C-2")) == Text("since_last_brief.nothing")


def test_a_feature_that_is_off(source: Source) -> None:
    off = replace(source, settings=Settings(features_off=("sales",)))
    asked = off.narrowed("C-1")
    before = list(asked.queries)
    assert reason(asked) == Text("hidden.feature_off")
    assert asked.queries == before  # nothing is computed for nobody


def test_what_prospects_do_not_see(source: Source) -> None:
    closed = replace(WIDGET, prospects=False)
    assert reason(source.narrowed("P-1"), closed) == Text("hidden.prospect")
    assert value_of(closed, source.narrowed("C-1")) == Notes(1)
    assert value_of(WIDGET, source.narrowed("P-1")) == Notes(1)


def test_a_source_without_any_of_the_tables(source: Source) -> None:
    empty = replace(source, snapshot=replace(source.snapshot, loads=()))
    assert reason(empty.narrowed("C-2")) == Text("hidden.absent", {"table": Text("table.notes")})
    some = replace(source, snapshot=replace(source.snapshot, loads=(Load("tasks", "test", 1, 0),)))
    assert reason(some.narrowed("C-2")) == Text("since_last_brief.nothing")


def test_all_customers_at_once(source: Source) -> None:
    found = dict(values_of(replace(WIDGET, prospects=False), source))
    assert found["C-1"] == Notes(1)
    assert {name: one.reason.id for name, one in found.items() if isinstance(one, Hidden)} == {
        "C-2": "since_last_brief.nothing",
        "P-1": "hidden.prospect",
    }
    for name, value in found.items():
        assert value_of(replace(WIDGET, prospects=False), source.narrowed(name)) == value
