from __future__ import annotations

import duckdb
import pytest

from wiseparts_nb.errors import UnknownNameError
from wiseparts_nb.source import schema
from wiseparts_nb.source.schema import Check, Column, Reference, ddl, fingerprint, table, tables


def test_a_table_is_read_from_the_ddl():
    due = table("due_documents")
    assert due.columns[:2] == (
        Column("due_document_id", "VARCHAR", True),
        Column("customer_id", "VARCHAR", True),
    )
    assert due.primary_key == ("due_document_id",)
    assert due.references == (Reference("customer_id", "customers", "customer_id"),)
    assert Check("((kind = 'credit') OR (amount >= 0))", ("kind", "amount")) in due.checks
    assert due.day == "issued_on"


def test_every_table_of_the_ddl_is_there_in_its_order():
    named = [line.split()[2] for line in ddl().splitlines() if line.startswith("create table")]
    assert list(tables()) == named


def test_a_table_comes_after_those_it_refers_to():
    seen: set[str] = set()
    for name, each in tables().items():
        assert {reference.table for reference in each.references} <= seen | {name}
        seen.add(name)


def test_bare_tables_keep_names_and_types():
    with duckdb.connect() as con:
        for each in tables().values():
            con.execute(each.bare_ddl())
        made = con.execute(
            "select table_name, column_name, data_type from duckdb_columns() where not internal order by all"
        ).fetchall()
    assert made == sorted((t.name, c.name, c.type) for t in tables().values() for c in t.columns)


def test_the_fingerprint_ignores_comments_and_spaces_but_no_column(monkeypatch: pytest.MonkeyPatch):
    before = fingerprint()

    def changed(text: str) -> str:
        monkeypatch.setattr(schema, "ddl", lambda: text)
        return fingerprint.__wrapped__()

    assert changed("-- another comment\n" + ddl().replace("\n", "\n  ")) == before
    assert changed(ddl().replace("tax_number", "vat_number")) != before


def test_an_unknown_table_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'sales_lines'"):
        table("sales_line")
