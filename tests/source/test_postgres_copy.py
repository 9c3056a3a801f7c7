from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from tests.source.companies import rows_of
from wiseparts_nb.errors import ConfigurationError, SourceError
from wiseparts_nb.source.ingest import LoadReport, load

TABLES = """
drop schema if exists erp cascade;
create schema erp;
create table erp.clients (id integer, nom text, note text);
insert into erp.clients values (1, 'Quay "Electric", Nantes', ''), (2, E'Two\nlines', null), (3, null, 'nobody');
create table erp.ventes (facture text, client integer, jour date, montant numeric(12, 4), marge double precision, saisie timestamptz);
insert into erp.ventes select 'F' || n, 1 + n % 4, date '2026-01-01' + n, n * 1.005, n, timestamptz '2026-01-01 12:00+02'
from generate_series(1, 100) n;
"""
MAPPING = """
[snapshot]
company = "T"
currency = "EUR"
country = "FR"
zone = "Europe/Paris"
max_rejects = 0.6
[sources.clients]
type = "postgres"
dsn_env = "ERP_DSN"
query = "select * from erp.clients order by id"
[sources.ventes]
type = "postgres"
dsn_env = "ERP_DSN"
query = "select * from {table} order by jour;"
[tables.customers]
select = "select id::varchar as customer_id, nom as name, coalesce(nullif(note, ''), 'customer') as kind from clients"
[tables.sales_lines]
select = "select facture as invoice_id, 1 as line_no, client::varchar as customer_id, jour as sold_on, 1 as quantity, montant as net from ventes"
[tables.notes]
select = "select facture as note_id, client::varchar as customer_id, saisie as written_at, 'x' as body from ventes"
"""


def loaded(folder: Path, table: str = "erp.ventes") -> LoadReport:
    path = folder / "mapping.toml"
    path.write_text(MAPPING.format(table=table))
    return load(path, folder / "snapshots")


@pytest.fixture
def erp(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database with two tables of a foreign system."""
    with psycopg.connect(postgres_url, autocommit=True) as con:
        con.execute(TABLES)
    monkeypatch.setenv("ERP_DSN", postgres_url)
    return postgres_url


@pytest.mark.needs_postgres
def test_rows_come_over_with_their_types_and_rules(erp: str, tmp_path: Path):
    report = loaded(tmp_path)
    path = report.snapshot.path
    assert rows_of(path, "select customer_id, name from customers order by 1") == [
        ("1", 'Quay "Electric", Nantes'),
        ("2", "Two\nlines"),
    ]
    with psycopg.connect(erp) as con:
        there = con.execute(
            "select facture, jour, round(montant, 2) from erp.ventes where client in (1, 2)"
        ).fetchall()
    here = rows_of(path, "select invoice_id, sold_on, net from sales_lines")
    assert sorted(here) == sorted(there)
    assert ("F1", date(2026, 1, 2), Decimal("1.01")) in here
    written = rows_of(path, "select distinct written_at::varchar from notes")
    assert written == [("2026-01-01 10:00:00",)]
    counted = {(r.table, r.field, r.rule): r.rows for r in report.rejected}
    assert counted["sales_lines", "customer_id", "reference"] == 50
    assert counted["customers", "kind", "check"] == counted["customers", "name", "not_null"] == 1


@pytest.mark.needs_postgres
@pytest.mark.usefixtures("erp")
def test_what_the_server_refuses_is_said_in_one_line(tmp_path: Path):
    with pytest.raises(
        SourceError, match=r'PostgreSQL at ERP_DSN refuses: relation "erp.vente" does not exist'
    ):
        loaded(tmp_path, "erp.vente")
    with pytest.raises(SourceError, match=r"cannot execute INSERT|syntax error"):
        loaded(tmp_path, "(insert into erp.clients values (9) returning *) x")


def test_a_missing_address_or_server_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("ERP_DSN", raising=False)
    with pytest.raises(ConfigurationError, match="needs the environment variable ERP_DSN"):
        loaded(tmp_path)
    monkeypatch.setenv("ERP_DSN", f"postgresql:///erp?host={tmp_path}&connect_timeout=2")
    with pytest.raises(SourceError, match="PostgreSQL at ERP_DSN refuses"):
        loaded(tmp_path)


def test_without_psycopg_the_line_that_installs_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(ConfigurationError, match=r'pip install "wiseparts-nb\[postgres\]"'):
        loaded(tmp_path)
