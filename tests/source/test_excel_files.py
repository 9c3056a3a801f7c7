from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tests.source.companies import rows_of
from wiseparts_nb.errors import ConfigurationError, IngestError
from wiseparts_nb.source.ingest import LoadReport, load

MAPPING = """
[snapshot]
company = "T"
currency = "EUR"
country = "FR"
zone = "UTC"
max_rejects = 1.0
[sources.book]
type = "xlsx"
path = "book.xlsx"
header_row = 3
date_format = "%d/%m/%Y"
decimal = ","
{more}
[tables.customers]
select = "select distinct customer as customer_id, customer as name, 'customer' as kind from book"
[tables.sales_lines]
select = "select invoice as invoice_id, 1 as line_no, customer as customer_id, day as sold_on, 1 as quantity, net from book"
"""


def loaded(folder: Path, more: str = "") -> LoadReport:
    path = folder / "mapping.toml"
    path.write_text(MAPPING.format(more=more))
    return load(path, folder / "snapshots")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A sheet as people keep them: a title, typed cells and text cells side by side, an empty row, a faulty value."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("Cover")
        sheet = workbook.add_worksheet("Sales")
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "Sales of March")
        sheet.write_row(2, 0, ["invoice", "customer", "day", "net"])
        sheet.write_row(3, 0, ["007", "C-1", "02/03/2026", "10,50"])
        sheet.write_row(4, 0, [8, "C-1"])
        sheet.write_datetime(4, 2, datetime.fromisoformat("2026-03-03"), day)
        sheet.write_number(4, 3, 0.1 + 0.2)
        sheet.write_row(6, 0, ["9", "C-1", "31/02/2026", 1])
    return path


def test_typed_and_text_cells_are_read_alike_and_rows_are_numbered_as_shown(book: Path):
    report = loaded(book.parent, 'sheet = "Sales"')
    taken = rows_of(
        report.snapshot.path, "select invoice_id, sold_on::varchar, net from sales_lines order by 1"
    )
    assert taken == [("007", "2026-03-02", Decimal("10.50")), ("8", "2026-03-03", Decimal("0.30"))]
    assert [(r.field, r.rule, r.example, r.source_row) for r in report.rejected] == [
        ("sold_on", "type", "31/02/2026", 7)
    ]


def test_what_is_no_workbook_or_no_sheet_is_said(book: Path):
    with pytest.raises(ConfigurationError, match=r"Unknown sheet 'Sale'. Did you mean 'Sales'"):
        loaded(book.parent, 'sheet = "Sale"')
    book.write_bytes(b"invoice;customer\n1;2\n")
    with pytest.raises(IngestError, match=r"is not an Excel workbook"):
        loaded(book.parent)
