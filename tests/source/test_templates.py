from __future__ import annotations

import csv
import resource
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.parts import ROOT
from tests.source.companies import rows_of
from wiseparts_nb.errors import ConfigurationError, IngestError, InputError, UnknownNameError
from wiseparts_nb.source.ingest import load
from wiseparts_nb.source.schema import tables
from wiseparts_nb.source.templates import import_types, template

MAPPING = ROOT / "parameters" / "mappings" / "templates.toml"
ABOUT = '[snapshot]\ncompany = "T"\ncurrency = "EUR"\ncountry = "FR"\nzone = "UTC"\nas_of = 2026-03-31\nmax_rejects = 0.0\n'


def whole_mapping(folder: Path, suffix: str) -> Path:
    """A mapping that loads the template of every canonical table as it was written."""
    sources = "".join(
        f'[sources.{name}]\ntype = "{suffix}"\npath = "{name}.{suffix}"\n' for name in tables()
    )
    wanted = "".join(f"[tables.{name}]\n" for name in tables())
    path = folder / "whole.toml"
    path.write_text(ABOUT + sources + wanted)
    return path


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_example_row_of_every_canonical_table_obeys_its_rules(tmp_path: Path, suffix: str):
    for name in tables():
        # The canonical quotes, not the template of that name, which holds one line a row.
        columns = tables()[name].names
        path = template(name, tmp_path / f"{name}.{suffix}")
        if name == "quotes":
            examples = {**import_types()["orders"], **import_types()["quotes"]}
            path.unlink()
            kept = [c for c in columns if c in examples]
            _write(path, kept, [str(examples[c].example or "") for c in kept])
    report = load(whole_mapping(tmp_path, suffix), tmp_path / "snapshots")
    assert report.rejected == ()
    assert {each.table: each.taken for each in report.snapshot.loads} == dict.fromkeys(tables(), 1)


def _write(path: Path, header: list[str], row: list[str]) -> None:
    if path.suffix == ".csv":
        path.write_text(
            "\n".join(",".join(f'"{value}"' for value in line) for line in (header, row))
        )
        return
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header)
        sheet.write_row(1, 0, row)


def test_a_csv_and_an_excel_template_load_alike(tmp_path: Path):
    answers = []
    for suffix in ("csv", "xlsx"):
        folder = tmp_path / suffix
        folder.mkdir()
        for name in (
            "customers",
            "customer_branches",
            "sales",
            "quotes",
            "due_documents",
            "brand_families",
            "activities",
        ):
            template(name, folder / f"{name}.{suffix}")
        mapping = folder / "mapping.toml"
        text = (
            MAPPING.read_text()
            .replace('type = "csv"', f'type = "{suffix}"')
            .replace('.csv"', f'.{suffix}"')
        )
        mapping.write_text(text)
        report = load(mapping, folder / "snapshots", max_rejects=0)
        assert report.rejected == ()
        names = [each.table for each in report.snapshot.loads]
        answers.append(
            {name: rows_of(report.snapshot.path, f"select * from {name}") for name in names}
        )
    assert answers[0] == answers[1]
    assert sum(len(rows) for rows in answers[0].values()) >= 10


def test_customers_alone_and_then_sales_load_from_filled_in_templates(tmp_path: Path):
    template("customers", tmp_path / "customers.csv")
    with (tmp_path / "sales.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["sold_on", "customer_id", "brand_id", "quantity", "net"])
        rows.writerow(["2026-03-02", "C-0001", "Nordlicht", "2", "10.00"])
        rows.writerow(["2026-03-03", "C-0001", "", "1", "5.00"])
        rows.writerow(["2026-03-04", "C-0002", "Nordlicht", "1", "5.00"])
    report = load(MAPPING, tmp_path / "snapshots", root=tmp_path, max_rejects=0.5)
    sales = rows_of(
        report.snapshot.path,
        "select invoice_id, line_no, brand_id, net from sales_lines order by 1",
    )
    assert [row[:3] for row in sales] == [("row 2", 1, "Nordlicht"), ("row 3", 1, None)]
    assert rows_of(report.snapshot.path, "select brand_id, name from brands") == [
        ("Nordlicht", "Nordlicht")
    ]
    assert [(r.rule, r.field, r.source_row) for r in report.rejected] == [
        ("reference", "customer_id", 4)
    ]


def test_a_workbook_stands_for_a_csv_but_not_beside_it(tmp_path: Path):
    for name in ("customers", "sales", "activities"):
        template(name, tmp_path / f"{name}.xlsx")
    loads = load(MAPPING, tmp_path / "snapshots", root=tmp_path, max_rejects=0).snapshot.loads
    taken = {each.table: each.taken for each in loads}
    assert (taken["customers"], taken["sales_lines"], taken["activities"]) == (1, 1, 1)
    template("sales", tmp_path / "sales.csv")
    with pytest.raises(IngestError, match=r"sales\.csv and sales\.xlsx are both there"):
        load(MAPPING, tmp_path / "snapshots", root=tmp_path)


def test_another_delimiter_is_named(tmp_path: Path):
    (tmp_path / "customers.csv").write_text("customer_id;name;kind\nC-1;Quay;customer\n")
    with pytest.raises(ConfigurationError, match=r"one column only.*State delimiter = ';'"):
        load(MAPPING, tmp_path / "snapshots", root=tmp_path)


def test_a_column_that_no_template_has_is_refused_with_the_nearest(tmp_path: Path):
    (tmp_path / "customers.csv").write_text(
        "customer_id,name,kind,citty\nC-1,Quay,customer,Nantes\n"
    )
    with pytest.raises(
        ConfigurationError,
        match=r"Unknown column of the customers template 'citty'. Did you mean 'city'",
    ):
        load(MAPPING, tmp_path / "snapshots", root=tmp_path)


def test_the_second_sheet_explains_every_column(tmp_path: Path):
    workbook = CalamineWorkbook.from_path(str(template("due_documents", tmp_path / "due.xlsx")))
    assert workbook.sheet_names == ["due_documents", "columns"]
    explained = {row[0]: row[1:] for row in workbook.get_sheet_by_name("columns").to_python()}
    assert list(explained) == ["column", *tables()["due_documents"].names]
    assert explained["due_on"][:2] == ["day, YYYY-MM-DD", "yes"]
    assert explained["status"] == ["text", "yes", "open, disputed, paid", "open"]
    assert explained["customer_id"][2] == "an id of customers"
    assert explained["due_document_id"][2] == "different in every row"


def test_the_fields_own_types_ask_for_what_the_field_calls_for():
    sales, quotes = import_types()["sales"], import_types()["quotes"]
    assert list(sales)[:4] == ["sold_on", "customer_id", "brand_id", "quantity"]
    assert [field.name for field in sales.values() if field.required] == [
        "sold_on",
        "customer_id",
        "quantity",
        "net",
    ]
    assert {"customer_id", "brand_id", "status", "channel", "net"} <= quotes.keys()


def test_a_template_is_refused_where_it_cannot_be(tmp_path: Path):
    with pytest.raises(UnknownNameError, match="Did you mean 'customers'"):
        template("customer", tmp_path / "customers.csv")
    with pytest.raises(InputError, match=r"\.csv or \.xlsx"):
        template("customers", tmp_path / "customers.ods")
    template("customers", tmp_path / "customers.csv")
    with pytest.raises(ConfigurationError, match="never overwrites"):
        template("customers", tmp_path / "customers.csv")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_half_a_template_is_never_left(suffix: str, tmp_path: Path):
    path = tmp_path / f"customers.{suffix}"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(ConfigurationError, match="Cannot write"):
            template("customers", path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not path.exists()
