"""Third-party data on the pages: shops that have no quotes, dues or activities, walked wide and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.served import Reader, serving
from tests.dashboard.walk import (
    PHONE,
    WIDE,
    amounts_in,
    close_drawer,
    download,
    drawer,
    figure_in,
    heading,
    region,
    settled,
)
from tests.parts import ROOT
from wiseparts_nb.source.ingest import load

pytestmark = [pytest.mark.needs_chromium, pytest.mark.needs_data, pytest.mark.timeout(240)]
ReaderAt = Callable[..., Reader]


@pytest.mark.parametrize(
    ("name", "customers"), [("online_retail_ii", "5,942"), ("contoso_10k", "5,585")]
)
@pytest.mark.usefixtures("shared_data")
def test_every_page_of_a_real_set(reader_at: ReaderAt, tmp_path: Path, name: str, customers: str):
    """One test a set: loading it takes longest."""
    snapshots = tmp_path / "snapshots"
    snapshots.mkdir()
    load(ROOT / "parameters" / "mappings" / f"{name}.toml", snapshots)
    with serving(tmp_path / "work", snapshots) as served:
        for size in (WIDE, PHONE):
            reader = reader_at(served, viewport=size)
            page = reader.open("customer")
            customer_page(page)
            analytics(page, served.url)
            everybody(page, served.url, customers)
            assert reader.foreign == []
            assert reader.complaints == []


def customer_page(page: Page) -> None:
    """Open the largest customer's months, brief and another customer."""
    name = heading(page).inner_text()
    expect(region(page, "health").locator(".wp-verdict")).to_be_visible()
    expect(page.locator("main [role=alert]")).to_have_count(0)
    assert "hidden" in region(page, "hidden").inner_text()
    region(page, "last_12_months").locator("[data-href*='open=month:']:visible").last.click()
    expect(drawer(page)).to_be_visible()
    shown = amounts_in(drawer(settled(page)).locator("h2").first.inner_text())[0]
    assert abs(saved(page) - shown) <= Decimal("0.5")
    invoice = drawer(page).locator("a[href*='open=invoice:']").first
    clicked = amounts_in(invoice.locator("xpath=ancestor::tr").inner_text())[-1]
    invoice.click()
    expect(page).to_have_url(re.compile("open=invoice:"))
    settled(page)
    assert saved(page) == clicked
    close_drawer(page)
    brief = download(page, page.get_by_role("button", name="Print meeting brief"))
    assert brief.content.startswith(b"%PDF")
    another_customer(page, name)


def saved(page: Page) -> Decimal:
    """Return the net sales in the file of what the drawer shows."""
    return figure_in("net", download(page, drawer(page).get_by_role("button", name="CSV")))


def another_customer(page: Page, name: str) -> None:
    """Pick another customer and come back."""
    page.locator("[data-act=picker]").click()
    options = page.locator("#wp-options [role=option]")
    expect(options).to_have_count(12)
    other = options.filter(has_not_text=name).last
    chosen = other.locator("strong").inner_text()
    other.click()
    expect(heading(page)).to_have_text(chosen)
    expect(settled(page).locator("main [role=alert]")).to_have_count(0)
    page.go_back()
    expect(heading(page)).to_have_text(name)
    settled(page)


def analytics(page: Page, url: str) -> None:
    """Hold the totals of all sales against every way to cut them."""
    page.goto(f"{url}analytics")
    expect(page.locator("main [role=alert]")).to_have_count(0)
    total = amounts_in(region(page, "totals").locator(".wp-value").first.inner_text())[0]
    for cut in page.locator(".wp-row [data-region]:visible").all():
        if cut.get_attribute("data-region") in {"brand", "family", "product", "branch", "customer"}:
            assert amounts_in(cut.locator("tr").last.inner_text())[0] == total
    row = region(page, "product").locator("tbody tr").first
    clicked = amounts_in(row.inner_text())[0]
    row.locator("a").first.click()
    expect(page.locator(".wp-crumbs li")).to_have_count(1)
    narrowed = region(settled(page), "totals").locator(".wp-value").first.inner_text()
    assert amounts_in(narrowed)[0] == clicked


def everybody(page: Page, url: str, customers: str) -> None:
    """Open what is about all customers, and one of them from there."""
    page.goto(f"{url}segments")
    expect(page.locator(".wp-lead")).to_contain_text(f"{customers} customers")
    for address in ("compare", "activities", "information", "portfolio"):
        page.goto(f"{url}{address}")
        expect(heading(page)).to_be_visible()
        expect(page.locator("main [role=alert]")).to_have_count(0)
    link = page.locator(".wp-row table a[href^='customer?']:visible").first
    link.click()
    page.wait_for_url("**/customer?*")
    expect(region(page, "health").locator(".wp-verdict")).to_be_visible()
