"""Sources: one state of the data, each query run once, every narrowing on the same connection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from wiseparts_nb.demo import publish_demo
from wiseparts_nb.errors import SourceError, UnknownNameError
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.snapshot import publish
from wiseparts_nb.source.source import Source, open_source, period_of

DAY = date(2026, 11, 23)
SALES = "select customer_id, net from sales_lines where sold_on between $month_start and $as_of"


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    for customer in ("C-2", "C-1"):
        connection.execute(
            "insert into customers (customer_id, name, kind) values (?, 'x', 'customer')",
            [customer],
        )
        connection.execute(
            """insert into sales_lines (invoice_id, line_no, customer_id, sold_on, quantity, net)
               values (?, 1, ?, ?, 1, 12.50)""",
            [f"F-{customer}", customer, DAY],
        )
    connection.execute(
        """insert into quotes (quote_id, customer_id, issued_on, status)
           values ('Q-1', 'C-1', date '2026-01-05', 'open')"""
    )


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A published snapshot of two customers."""
    folder = tmp_path_factory.mktemp("snapshots")
    publish(
        folder,
        fill,
        as_of=DAY,
        company="Test",
        currency="USD",
        country="ES",
        zone="Europe/Madrid",
        source="test",
    )
    return Settings(snapshots=folder, closures=(DAY,), weekend=(6,))


@pytest.fixture
def source(settings: Settings) -> Iterator[Source]:
    opened = open_source(settings)
    yield opened
    opened.close()


def test_a_query_runs_once(source: Source) -> None:
    first = source.rows(SALES)
    assert source.rows(SALES) is first
    (query,) = source.queries
    assert (query.asked, query.rows, query.by_customer, query.kept) == (SALES, 2, True, False)
    assert query.bound == {"as_of": DAY, "month_start": date(2026, 11, 1)}
    assert query.seconds >= 0
    source.rows(SALES + " and net > $least", least=Decimal(100))
    source.rows(SALES + " and net > $least", least=Decimal(1))
    assert [one.rows for one in source.queries] == [2, 0, 2]
    assert source.queries[-1].bound["least"] == 1


def test_one_customer_on_the_same_connection(source: Source) -> None:
    one = source.narrowed("C-1")
    assert one.engine is source.engine
    assert one.shared is source.shared
    assert one.customer_ids == ("C-1",)
    assert source.customer_ids == ("C-1", "C-2")
    assert one.rows(SALES).of("C-2") == []
    assert one.queries[-1].bound["lens_customer"] == "C-1"
    assert one.widened().rows(SALES).count == 2
    assert source.queries == source.queries[:1]


def test_an_unknown_customer(source: Source) -> None:
    with pytest.raises(UnknownNameError, match="Unknown customer 'C3'"):
        source.narrowed("C3")
    with pytest.raises(UnknownNameError, match="Unknown customer"):
        source.narrowed("C-1' or '1' = '1")


def test_since_changes_the_bounds_and_nothing_else(source: Source) -> None:
    later = source.narrowed("C-1").since(date(2026, 11, 20))
    assert later.period.bounds["since"] == date(2026, 11, 20)
    assert (later.scope.customer_id, later.engine) == ("C-1", source.engine)
    assert replace(later.period, last_brief_on=None) == source.period


def test_frames_keep_decimals(source: Source) -> None:
    frame = source.frame(SALES + " order by customer_id")
    assert frame["net"].tolist() == [Decimal("12.50")] * 2
    assert list(frame["customer_id"]) == ["C-1", "C-2"]
    assert source.table("select 1 as n") == (["n"], [(1,)])


def test_the_calendar_is_the_organisations(source: Source, settings: Settings) -> None:
    period = source.period
    assert (period.as_of, period.zone, period.country) == (DAY, "Europe/Madrid", "ES")
    assert not period.is_working(DAY)
    assert period.is_working(date(2026, 11, 21))  # a Saturday
    assert period_of(source.snapshot, settings, as_of=date(2026, 1, 6)).as_of == date(2026, 1, 6)
    locale = source.locale("fr")
    assert (locale.language, locale.currency, locale.zone) == ("fr", "USD", "Europe/Madrid")


def test_another_day(settings: Settings) -> None:
    earlier = open_source(settings, as_of=date(2026, 11, 22))
    assert earlier.rows(SALES).count == 0
    earlier.close()
    with pytest.raises(SourceError, match=r"data end on 2026-11-23.*2026-11-24.*earlier day"):
        open_source(settings, as_of=date(2026, 11, 24))


@pytest.mark.parametrize("day", [date(2026, 1, 4), date.min])
def test_a_day_before_all_data_is_refused(settings: Settings, day: date) -> None:
    open_source(settings, as_of=date(2026, 1, 5)).close()
    with pytest.raises(SourceError, match=f"data begin on 2026-01-05.*{day}.*later day"):
        open_source(settings, as_of=day)


def test_one_snapshot_whatever_is_published(settings: Settings) -> None:
    first = open_source(settings)
    path = first.snapshot.path
    first.close()
    pinned = open_source(Settings(snapshot=path, snapshots=Path("absent")))
    assert pinned.snapshot == first.snapshot
    pinned.close()


def test_no_snapshot(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        open_source(Settings(snapshots=tmp_path))
    (tmp_path / "x.duckdb").write_text("no database")
    with pytest.raises(SourceError):
        open_source(Settings(snapshot=tmp_path / "x.duckdb"))


def test_a_notebook_finds_the_snapshot_of_the_folder_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_demo(tmp_path / "data" / "snapshots", customers=20)
    below = tmp_path / "notebooks" / "explore"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    assert open_source(Settings()).snapshot.company
