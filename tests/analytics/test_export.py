"""Exports: opened again, they hold the same figures, and no name becomes a formula."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from tests.customer.cards import plain
from tests.customer.conftest import MakeSource
from tests.customer.rows import sold
from wiseparts_nb.analytics.breakdown import breakdown
from wiseparts_nb.analytics.cut import Cut
from wiseparts_nb.analytics.export import breakdown_csv, lines_csv, workbook
from wiseparts_nb.analytics.lines import lines
from wiseparts_nb.source.source import Source

NOW = date(2026, 11, 23)

HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\tcmd",
    "\rcmd",
    "=cmd|' /C calc'!A0",
    "http://example.com",
    "0012",
    "1e5",
    "{=1}",
    'a;b,"c"\nd',
    "<script>",
    "É−ñ",
    "a\x01b",
]


def hostile(make: MakeSource) -> Source:
    brands = [{"brand_id": f"B{at:02}", "name": name} for at, name in enumerate(HOSTILE)]
    products = [{"product_id": name, "name": name} for name in HOSTILE]
    sales = [
        sold(NOW, f"{at + 10}.05", f"B{at:02}", product_id=name, invoice_id=name)
        for at, name in enumerate(HOSTILE)
    ]
    return make(NOW, brands=brands, products=products, sales_lines=sales)


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_workbook_opened_again(make: MakeSource) -> None:
    source = hostile(make)
    cut = Cut.of({}, source)
    content = workbook(source, cut, locale=source.locale("en"), by=("brand", "month"))
    found = sheets(content)
    assert list(found) == ["By brand", "By month", "Invoice lines"]
    brands = found["By brand"]
    assert plain([row[0] for row in brands[:3]]) == [
        "Net sales, 1 Dec 2025–23 Nov 2026",
        "Compared with 1 Dec 2024–24 Nov 2025; a part month counts the same working days.",
        "Data as of 23 Nov 2026.",
    ]
    assert brands[4] == ["Number", "Brand", "Net sales", "Share", "A year before", "Difference"]
    names = [row[1] for row in brands[5:-1]]
    assert set(names) == set(HOSTILE)
    assert sum(row[2] for row in brands[5:-1]) == pytest.approx(brands[-1][2])
    total = sum(Decimal(f"{at + 10}.05") for at in range(len(HOSTILE)))
    assert brands[-1][1:3] == ["Total", pytest.approx(float(total))]
    rows = found["Invoice lines"]
    assert rows[4][:3] == ["Invoice", "Line", "Date"]
    assert {row[0] for row in rows[5:]} == set(HOSTILE)
    assert {row[2] for row in rows[5:]} == {NOW}
    assert len(found["By month"]) == 4 + 1 + 12 + 1


def test_a_workbook_has_neither_formulas_nor_links(make: MakeSource) -> None:
    source = hostile(make)
    content = workbook(source, Cut.of({}, source), locale=source.locale("fr"), by=("product",))
    with ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode()
            assert "<f>" not in text, name
            assert "<hyperlink" not in text, name


def test_a_workbook_holds_the_newest_lines(make: MakeSource) -> None:
    source = hostile(make)
    found = sheets(
        workbook(source, Cut.of({}, source), locale=source.locale("es"), by=(), most_lines=3)
    )
    assert list(found) == ["Líneas de factura"]
    assert len(found["Líneas de factura"]) == 4 + 1 + 3


def table(content: bytes, delimiter: str) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))


def test_a_csv_opened_again(make: MakeSource) -> None:
    source = hostile(make)
    cut = Cut.of({"against": "nothing"}, source)
    found = breakdown(source, cut, by="brand", limit=None)
    rows = table(breakdown_csv(found, source.locale("en")), ",")
    assert rows[0] == ["Number", "Brand", "Net sales", "Share"]
    dangerous = {name for name in HOSTILE if name[0] in "=+-@\t\r"}
    expected = {f"'{name}" if name in dangerous else name for name in HOSTILE}
    assert {row[1] for row in rows[1:-1]} == expected
    total = found.total.amounts.now
    assert total is not None
    assert sum(Decimal(row[2]) for row in rows[1:-1]) == Decimal(rows[-1][2]) == total


def test_a_french_csv_has_decimal_commas(make: MakeSource) -> None:
    source = make(NOW, sales_lines=[sold(NOW, "-12.50", quantity=Decimal("1.5"))])
    rows = table(lines_csv(lines(source, Cut.of({}, source)), source.locale("fr")), ";")
    assert rows[0][:3] == ["Facture", "Ligne", "Date"]
    assert rows[1][2] == "2026-11-23"
    assert rows[1][-2:] == ["1,500", "-12,50"]
