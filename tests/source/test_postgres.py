"""A live PostgreSQL: filled from the demo company, it answers every KPI as the snapshot does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from wiseparts_nb.agreements.register import open_register
from wiseparts_nb.agreements.terms import Terms
from wiseparts_nb.agreements.tiers import Tier
from wiseparts_nb.customer.catalogue import CATALOGUE
from wiseparts_nb.demo import publish_demo
from wiseparts_nb.errors import SourceError
from wiseparts_nb.settings import Settings
from wiseparts_nb.source.engine import PostgreSQL
from wiseparts_nb.source.postgres import (
    SCHEMA,
    copy_to_postgres,
    describe_database,
    open_postgres,
    postgres_ddl,
)
from wiseparts_nb.source.schema import tables
from wiseparts_nb.source.snapshot import Snapshot
from wiseparts_nb.source.source import Source, open_source
from wiseparts_nb.widget import Widget

pytestmark = pytest.mark.needs_postgres

SHOWCASES = [f"C-{number:04}" for number in range(1, 13)]
EVERY = pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A small demo company: its first fifteen customers have each a character of their own."""
    return publish_demo(tmp_path_factory.mktemp("snapshots"), customers=40)


@pytest.fixture(scope="module")
def filled(demo: Snapshot, postgres_url: str) -> Iterator[str]:
    """The address of a PostgreSQL that holds the demo company."""
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(f"drop schema if exists {SCHEMA} cascade".encode())
    copy_to_postgres(demo.path, postgres_url)
    yield postgres_url
    with psycopg.connect(postgres_url, options="-c lock_timeout=5s") as server:
        server.execute(f"drop schema {SCHEMA} cascade".encode())


@pytest.fixture(scope="module")
def live(filled: str) -> Iterator[Source]:
    source = open_source(Settings(source_url=filled))
    yield source
    source.close()


@pytest.fixture(scope="module")
def file(demo: Snapshot) -> Iterator[Source]:
    source = open_source(Settings(snapshot=demo.path))
    yield source
    source.close()


@pytest.fixture(scope="module", autouse=True)
def agreed(file: Source, own_store: None) -> None:  # noqa: ARG001  # the module's own
    """An agreement of the first show-cases, running."""
    register = open_register(Settings())
    year = file.as_of.year
    terms = Terms(
        "Growth",
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        customers=tuple(SHOWCASES[:3]),
        tiers=(Tier(Decimal(1000), Decimal("0.02")),),
        reference_tier=1,
    )
    made = register.create(terms, by="U-001")
    register.approve(made.agreement_id, by="U-001", seen=made.revision)


@pytest.fixture(scope="module")
def chosen(file: Source) -> list[str]:
    """The show-cases and a prospect."""
    kinds = dict(file.table("select customer_id, kind from customers")[1])
    prospects = [customer for customer, kind in sorted(kinds.items()) if kind == "prospect"]
    assert prospects
    return [*dict.fromkeys([*SHOWCASES, *prospects[-1:]])]


@EVERY
def test_both_give_the_same_answers(
    live: Source, file: Source, chosen: list[str], one: Widget
) -> None:
    there, here = one.kpi(live), one.kpi(file)
    different = [customer for customer in chosen if there.get(customer) != here.get(customer)]
    assert different == []
    assert any(here.get(customer) is not None for customer in chosen)


@EVERY
def test_one_is_as_among_all(file: Source, chosen: list[str], one: Widget) -> None:
    among = one.kpi(file)
    different = [
        customer
        for customer in chosen
        if one.kpi(file.narrowed(customer)).get(customer) != among.get(customer)
    ]
    assert different == []


@EVERY
def test_one_is_as_among_all_there(live: Source, one: Widget) -> None:
    among = one.kpi(live)
    for customer in SHOWCASES[:2]:
        assert one.kpi(live.narrowed(customer)).get(customer) == among.get(customer)


@EVERY
def test_all_sales_on_both(live: Source, file: Source, one: Widget) -> None:
    customer = SHOWCASES[0]  # has a twin at another wholesaler
    there, here = (one.kpi(source.narrowed(customer, all_sales=True)) for source in (live, file))
    assert there.get(customer) == here.get(customer)


def test_it_says_what_the_snapshot_says(demo: Snapshot, filled: str) -> None:
    with closing(open_postgres(filled)) as engine:
        found = describe_database(engine)
    assert found.path == Path("postgresql")
    assert found.created_at == demo.created_at
    assert found.created_at.tzinfo is not None
    for name in ("id", "as_of", "company", "currency", "country", "subdivision", "zone", "source"):
        assert getattr(found, name) == getattr(demo, name)
    assert sorted(found.loads, key=repr) == sorted(demo.loads, key=repr)
    assert found.filled == demo.filled


def test_every_row_is_there(live: Source, file: Source) -> None:
    for name in tables():
        (count,) = live.table(f"select count(*) as n from {name}")[1]
        assert file.table(f"select count(*) as n from {name}")[1] == [count]


@pytest.mark.parametrize(
    "sql",
    [
        "delete from {schema}.notes",
        "create table {schema}.made (n integer)",
        "drop schema {schema}",
    ],
)
def test_nothing_can_be_written(filled: str, sql: str) -> None:
    with (
        closing(open_postgres(filled)) as engine,
        pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
    ):
        engine.table(sql.format(schema=SCHEMA), {})


def test_one_state_of_the_data(filled: str) -> None:
    asked = f"select count(*) from {SCHEMA}.notes"
    with closing(open_postgres(filled)) as reader:
        (before,) = reader.table(asked, {})[1]
        with psycopg.connect(filled) as writer:
            writer.execute(
                f"insert into {SCHEMA}.notes select 'new', customer_id, now(), null, 'x' from {SCHEMA}.customers limit 1".encode()
            )
        assert reader.table(asked, {})[1] == [before]
    with psycopg.connect(filled) as writer:
        assert (
            writer.execute(f"delete from {SCHEMA}.notes where note_id = 'new'".encode()).rowcount
            == 1
        )


def test_a_per_cent_sign_is_only_a_sign(live: Source) -> None:
    sql = "select '100 % {x}' as word, 7 % 4 as rest, $as_of as day"
    assert live.table(sql)[1] == [("100 % {x}", 3, live.as_of)]
    hostile = "%s $as_of '; drop table x; --"
    assert live.table("select cast($word as text) as word", word=hostile)[1] == [(hostile,)]


def test_keys_and_checks_are_kept(filled: str) -> None:
    statements = {
        "insert into orders (order_id, customer_id, ordered_on, status) values ('B', 'nobody', '2026-01-01', 'open')": psycopg.errors.ForeignKeyViolation,
        "insert into customers (customer_id, name, kind) values ('C', 'x', 'friend')": psycopg.errors.CheckViolation,
        "insert into customers (customer_id, kind) values ('C', 'customer')": psycopg.errors.NotNullViolation,
        "insert into staff select * from staff": psycopg.errors.UniqueViolation,
    }
    for statement, refused in statements.items():
        with psycopg.connect(filled) as server:
            server.execute(f"set search_path to {SCHEMA}".encode())
            with pytest.raises(refused):
                server.execute(statement.encode())
            server.rollback()


def test_a_schema_that_is_there_already(demo: Snapshot, filled: str) -> None:
    with pytest.raises(
        SourceError, match=r"'wiseparts' is there already.*drop schema wiseparts cascade"
    ):
        copy_to_postgres(demo.path, filled)


def test_nothing_is_left_of_a_copy_that_fails(
    demo: Snapshot, filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = f"half_{uuid4().hex[:8]}"
    broken = postgres_ddl(schema).replace(
        "quantity DECIMAL(18, 3) NOT NULL", "quantity DECIMAL(2, 1) NOT NULL"
    )
    monkeypatch.setattr("wiseparts_nb.source.postgres.postgres_ddl", lambda _: broken)
    with pytest.raises(SourceError, match="PostgreSQL refuses the copy: numeric field overflow"):
        copy_to_postgres(demo.path, filled, schema=schema)
    with psycopg.connect(filled) as server:
        assert server.execute("select to_regnamespace(%s)", [schema]).fetchone() == (None,)


@pytest.mark.parametrize(
    "open_", [open_postgres, lambda url: open_source(Settings(source_url=url))]
)
def test_a_server_that_does_not_answer(tmp_path: Path, open_: object) -> None:
    assert callable(open_)
    with pytest.raises(SourceError, match=r"PostgreSQL does not answer: [^\n]+\. Check source_url"):
        open_(f"postgresql:///x?host={tmp_path}")
    with pytest.raises(SourceError, match="no address of a PostgreSQL") as refused:
        open_("mysql://reader:secret@host/x")
    assert "secret" not in str(refused.value)


def test_a_copy_to_a_server_that_does_not_answer(demo: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="PostgreSQL refuses the copy"):
        copy_to_postgres(demo.path, f"postgresql:///x?host={tmp_path}")


def test_a_database_without_the_tables(filled: str) -> None:
    with (
        closing(open_postgres(filled, schema="absent")) as engine,
        pytest.raises(SourceError, match=r"no tables in the schema 'absent'\. .*copy_to_postgres"),
    ):
        describe_database(engine)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "update old.about set schema = '00000000'",
            r"'old' are of another version \(00000000, not ",
        ),
        ("truncate old.about", "'old' do not say what they hold"),
    ],
)
def test_tables_of_another_version(filled: str, change: str, said: str) -> None:
    with psycopg.connect(filled) as server:
        server.execute(b"create schema old")
        for name in ("about", "loads"):
            server.execute(f"create table old.{name} as select * from {SCHEMA}.{name}".encode())
        server.execute(change.encode())
    with (
        closing(open_postgres(filled, schema="old")) as engine,
        pytest.raises(SourceError, match=said),
    ):
        describe_database(engine)
    with psycopg.connect(filled) as server:
        server.execute(b"drop schema old cascade")


def test_without_psycopg(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(SourceError, match=r"pip install 'wiseparts-nb\[postgres\]'"):
        PostgreSQL("postgresql:///x")
    with pytest.raises(SourceError, match=r"pip install 'wiseparts-nb\[postgres\]'"):
        copy_to_postgres(Path("x"), "postgresql:///x")


@pytest.mark.parametrize("as_of", [date(2026, 11, 1), date(2026, 10, 31), date(2024, 2, 29)])
def test_an_earlier_day_on_both(demo: Snapshot, filled: str, as_of: date) -> None:
    with (
        closing(open_source(Settings(source_url=filled), as_of=as_of)) as there,
        closing(open_source(Settings(snapshot=demo.path), as_of=as_of)) as here,
    ):
        for one in CATALOGUE:
            for customer in SHOWCASES[:4]:
                assert one.kpi(there).get(customer) == one.kpi(here).get(customer)
