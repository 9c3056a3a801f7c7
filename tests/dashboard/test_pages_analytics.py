"""Analytics 360: what is measured, narrowed and saved, and that every way to cut adds up to the same."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from tests.dashboard.walk import (
    PHONE,
    WIDE,
    amounts_in,
    download,
    drawer,
    figure_in,
    region,
    settled,
)

pytestmark = pytest.mark.needs_chromium
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
TabAt = Callable[..., Page]
CUTS = ("brand", "branch", "family", "wholesaler", "product")


def total(page: Page) -> Decimal:
    return amounts_in(region(page, "totals").locator(".wp-value").first.inner_text())[0]


def choose(page: Page, name: str, label: str) -> None:
    page.locator("label", has_text=re.compile(f"^\\s*{name}")).locator("select").select_option(
        label=label
    )
    settled(page)


@SIZES
def test_every_way_to_cut_adds_up_to_the_same(tab_at: TabAt, size: dict[str, int]):
    page = tab_at("analytics?customer=C-0001", size)
    whole = total(page)
    assert (
        amounts_in(region(page, "lines").locator(".wp-message").inner_text())[0].quantize(
            Decimal(1)
        )
        == whole
    )
    for cut in CUTS:
        rows = region(page, cut).locator("tbody tr")
        shown = [amounts_in(row)[0] for row in rows.all_inner_texts()]
        last = region(page, cut).locator("tr").last.inner_text()
        assert amounts_in(last)[0] == whole, cut
        assert "100.0%" in last, cut
        parts = [amount for amount in shown if amount != whole] or shown[:1]
        assert abs(sum(parts) - whole) <= len(parts), cut


def test_a_row_narrows_and_its_crumb_takes_that_back(tab_at: TabAt):
    page = tab_at("analytics?customer=C-0001")
    whole = total(page)
    row = region(page, "brand").locator("tbody tr").first
    clicked = amounts_in(row.inner_text())[0]
    row.locator("a").click()
    expect(page.locator(".wp-crumbs")).to_have_text(re.compile("Brand: Kerval"))
    assert total(settled(page)) == clicked
    month = region(page, "month").locator("[data-href*='month=2026-10']").first
    month.click()
    expect(page.locator(".wp-crumbs li")).to_have_count(2)
    narrowed = total(settled(page))
    assert narrowed < clicked
    saved = download(page, page.get_by_role("button", name="CSV"))
    assert figure_in("Net sales", saved).quantize(Decimal(1)) == narrowed
    assert {row["Brand"] for row in saved.rows()} == {"Kerval"}
    for crumb in ("Brand", "Month"):
        page.locator(".wp-crumbs a", has_text=crumb).click()
        settled(page)
    expect(page.locator(".wp-crumbs")).to_have_count(0)
    assert total(page) == whole
    page.go_back()
    expect(page.locator(".wp-crumbs li")).to_have_count(1)


def test_measure_period_and_comparison_change_every_card(tab_at: TabAt):
    page = tab_at("analytics?customer=C-0001")
    titles = region(page, "brand").locator(".wp-meta")
    choose(page, "Measure", "Gross sales")
    expect(titles).to_contain_text("Gross sales")
    expect(page).to_have_url(re.compile("measure=gross"))
    gross = amounts_in(region(page, "brand").locator("tr").last.inner_text())[0]
    choose(page, "Period", "Last month")
    expect(titles).to_contain_text("October 2026")
    assert amounts_in(region(page, "brand").locator("tr").last.inner_text())[0] < gross
    choose(page, "Compared with", "No comparison")
    expect(region(page, "brand").locator("th", has_text="Difference")).to_have_count(0)
    for name, first in (
        ("Measure", "Net sales"),
        ("Period", "Last 12 months"),
        ("Compared with", "A year before"),
    ):
        choose(page, name, first)
    expect(page).to_have_url(re.compile(r"analytics\?customer=C-0001$"))


def test_files_open_and_hold_what_is_shown(tab_at: TabAt):
    page = tab_at("analytics")
    whole = total(page)
    saved = download(page, page.get_by_role("button", name="CSV"))
    assert figure_in("Net sales", saved).quantize(Decimal(1)) == whole
    book = download(page, page.get_by_role("button", name="XLSX"))
    assert book.name == "sales-all-2026-11-23.xlsx"
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(book.content))
    assert "Invoice lines" in workbook.sheet_names
    for name in workbook.sheet_names:
        rows = workbook.get_sheet_by_name(name).to_python()
        head = next(at for at, row in enumerate(rows) if "Net sales" in row)
        column = rows[head].index("Net sales")
        cells = [
            Decimal(str(row[column])) for row in rows[head + 1 :] if isinstance(row[column], float)
        ]
        ends = bool(cells) and abs(sum(cells[:-1]) - cells[-1]) < Decimal("0.02")
        summed = cells[-1] if ends else sum(cells, Decimal())
        assert summed.quantize(Decimal(1)) == whole, name


def test_an_invoice_of_a_customer_opens_on_its_page(tab_at: TabAt):
    page = tab_at("analytics?customer=C-0001")
    link = region(page, "lines").locator("a[href*='open=invoice:']").first
    number = link.inner_text()
    link.click()
    page.wait_for_url("**/customer?*")
    expect(drawer(page)).to_contain_text(number)
