"""What opens behind a figure: the same figure, the rows that add up to it, a way back."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.walk import (
    PHONE,
    WIDE,
    amount_of,
    amounts_in,
    close_drawer,
    download,
    drawer,
    figure_in,
    focused,
    heading,
    mark,
    region,
    settled,
)

pytestmark = pytest.mark.needs_chromium
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
TabAt = Callable[..., Page]


def title(page: Page) -> str:
    return drawer(settled(page)).locator("h2").first.inner_text()


def save_rows(page: Page, column: str) -> Decimal:
    return figure_in(column, download(page, drawer(page).get_by_role("button", name="CSV")))


def open_mark(page: Page, key: str) -> str:
    """Click what opens a key and return the title of what opened."""
    mark(page, key).click()
    expect(drawer(page)).to_be_visible()
    return title(page)


def table_of(page: Page, card: str) -> None:
    """Open a card's data table with the keyboard."""
    if region(page, card).locator("details[open]").count() == 0:
        region(page, card).locator("summary").first.focus()
        page.keyboard.press("Enter")
    expect(region(page, card).locator("details table").first).to_be_visible()


@SIZES
def test_a_month_of_the_chart_opens_its_invoices(tab_at: TabAt, size: dict[str, int]):
    page = tab_at("customer?customer=C-0001", size)
    chart = region(page, "last_12_months")
    said = str(chart.locator("[role=img]").first.get_attribute("aria-label"))
    shown = title_of_month = open_mark(page, "month:2026-10")
    assert "October" in title_of_month
    assert f"{amount_of(shown):,}"[:2] in said
    expect(page).to_have_url(re.compile("open=month:2026-10$"))
    saved = save_rows(page, "net")
    assert abs(saved - amount_of(shown)) <= Decimal("0.5")
    brands = drawer(page).locator("[data-card]", has_text="Where the").locator("table").first
    assert amounts_in(brands.locator("tfoot, tr:last-child").last.inner_text())[0] == amount_of(
        shown
    )
    close_drawer(page)
    expect(page).to_have_url(re.compile("customer=C-0001$"))
    expect(chart.locator("summary").first).to_be_focused()


def test_a_month_opens_with_the_keyboard_alone_and_leads_to_an_invoice(tab_at: TabAt):
    page = tab_at("customer?customer=C-0001")
    table_of(page, "last_12_months")
    link = region(page, "last_12_months").locator("a[href$='open=month:2026-09']")
    link.focus()
    page.keyboard.press("Enter")
    expect(drawer(page).locator("h2").first).to_be_focused()
    month = amount_of(title(page))
    invoice = drawer(page).locator("a[href*='open=invoice:']").first
    clicked = amount_of(invoice.locator("xpath=ancestor::tr").inner_text())
    invoice.focus()
    page.keyboard.press("Enter")
    expect(drawer(page).locator("h2").first).to_contain_text("F-26-")
    assert abs(amount_of(title(page)) - clicked) <= Decimal("0.5")
    assert save_rows(page, "net") == clicked
    page.go_back()
    expect(drawer(page).locator("h2").first).to_contain_text("September")
    assert amount_of(title(page)) == month
    close_drawer(page)
    expect(link).to_be_focused()


@pytest.mark.parametrize(
    ("card", "kind", "column"),
    [
        ("due_amounts", "due", "amount_due"),
        ("open_quotes", "quote", "net"),
        ("latest_events", "event", "amount"),
    ],
)
@SIZES
def test_a_record_opens_with_the_figure_that_was_clicked(
    tab_at: TabAt,
    size: dict[str, int],
    card: str,
    kind: str,
    column: str,
):
    page = tab_at("customer?customer=C-0001", size)
    link = region(page, card).locator(f"a[href*='open={kind}:']:visible").first
    whole = link.locator("xpath=ancestor::*[self::tr or self::li]").first.inner_text()
    link.click()
    expect(drawer(page)).to_be_visible()
    assert round(amount_of(title(page))) == amounts_in(whole)[-1]
    assert round(save_rows(page, column)) == amounts_in(whole)[-1]
    close_drawer(page)
    expect(link).to_be_focused()


def test_an_age_of_debt_opens_its_documents_by_click_and_by_keyboard(tab_at: TabAt):
    page = tab_at("customer?customer=C-0001")
    clicked = title_after = open_mark(page, "age:days_1_30")
    chart = region(page, "due_amounts").locator("[role=img]").first.get_attribute("aria-label")
    assert f"1–30 days late: €{amount_of(clicked):,}" in str(chart)
    assert save_rows(page, "amount_due").quantize(Decimal(1)) == amount_of(clicked)
    close_drawer(page)
    table_of(page, "due_amounts")
    region(page, "due_amounts").locator("details a[href$='age:days_1_30']").press("Enter")
    assert title(page) == title_after


def test_an_offer_opens_what_was_sold_under_it(tab_at: TabAt):
    page = tab_at("customer?customer=C-0001")
    shown = open_mark(page, "offer:PR-00007")
    assert "Promotion Kerval" in shown
    assert save_rows(page, "net").quantize(Decimal(1)) == amount_of(shown)


def test_a_kind_of_activity_opens_its_activities(tab_at: TabAt):
    page = tab_at("customer?customer=C-0001")
    shown = open_mark(page, "activity_kind:call")
    saved = download(page, drawer(page).get_by_role("button", name="CSV"))
    assert shown == f"Call: {len(saved.rows())} in the last 90 days"
    first = drawer(page).locator("a[href*='open=event:']").first
    subject = first.inner_text()
    first.click()
    expect(drawer(page).locator("h2").first).to_contain_text(subject)


@SIZES
def test_a_brand_leads_to_analytics_narrowed_to_it(tab_at: TabAt, size: dict[str, int]):
    page = tab_at("customer?customer=C-0001", size)
    mark_of_brand = region(page, "quotes_by_brand").locator("[data-href*='brand=']").first
    mark_of_brand.click()
    page.wait_for_url("**/analytics?*")
    expect(heading(page)).to_have_text("Électricité Marchand & Fils")
    expect(page.locator(".wp-crumbs")).to_contain_text("Brand: Kerval")
    page.go_back(wait_until="load")
    table_of(page, "quotes_by_brand")
    region(page, "quotes_by_brand").locator("details a[href*='brand=']").first.press("Enter")
    page.wait_for_url("**/analytics?*")
    expect(page.locator(".wp-crumbs")).to_contain_text("Brand: Kerval")


def test_every_kind_of_mark_opens_something_that_can_be_closed(tab_at: TabAt):
    """One mark of each kind; also how each card is computed."""
    page = tab_at("customer?customer=C-0001")
    hrefs = page.locator(".wp-row a[href*='open=']:visible, .wp-row [data-href*='open=']:visible")
    keys = sorted({str(href).partition("open=")[2] for href in hrefs.evaluate_all(
        "all => all.map(one => one.dataset.href ?? one.getAttribute('href'))"
    )})  # fmt: skip
    kinds = {key.partition(":")[0] for key in keys}
    assert kinds >= {"month", "age", "due", "quote", "offer", "event", "activity_kind", "how"}
    firsts = [next(key for key in keys if key.startswith(kind)) for kind in sorted(kinds)]
    for key in [*firsts, *(key for key in keys if key.startswith("how:"))]:
        mark(page, key).click()
        expect(drawer(page)).to_be_visible()
        expect(drawer(settled(page)).locator("[role=alert]")).to_have_count(0)
        assert title(page)
        drawer(page).locator("[data-act=close]").click()
        expect(drawer(page)).to_be_hidden()
        settled(page)
        assert focused(page).count() == 1
