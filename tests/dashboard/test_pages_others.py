"""Portfolio, Compare, Activities, Segments and Information, walked as their readers do."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.walk import (
    PHONE,
    WIDE,
    amounts_in,
    close_drawer,
    drawer,
    heading,
    region,
    settled,
)

pytestmark = pytest.mark.needs_chromium
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
TabAt = Callable[..., Page]


@SIZES
def test_the_portfolio_is_filtered_and_leads_to_its_customers(tab_at: TabAt, size: dict[str, int]):
    page = tab_at("portfolio", size)
    lead = page.locator(".wp-lead")
    expect(lead).to_contain_text("60 customers")
    rows = region(page, "risk").locator("tbody tr")
    expect(rows).to_have_count(5)
    page.get_by_label("Rows a list").select_option("all")
    expect(rows).to_have_count(13)
    region_of = page.get_by_label("Region")
    chosen = region_of.locator("option").nth(1)
    count = re.findall(r"\((\d+)\)", chosen.inner_text())[0]
    region_of.select_option(index=1)
    expect(lead).to_contain_text(f"{count} customers")
    expect(page).to_have_url(re.compile(r"region=R-1"))
    expect(page).to_have_url(re.compile(r"rows=all"))
    settled(page)
    assert rows.count() < 13
    page.go_back()
    expect(lead).to_contain_text("60 customers")
    settled(page)
    page.get_by_role("link", name="See the thresholds").click()
    expect(drawer(page).locator("h2").first).to_have_text("How accounts are judged")
    close_drawer(page)
    expect(page.get_by_role("link", name="See the thresholds")).to_be_focused()
    first = rows.first.locator("a").first
    name = first.inner_text().splitlines()[0]
    first.click()
    page.wait_for_url("**/customer?*")
    expect(heading(page)).to_have_text(name)


@SIZES
def test_up_to_five_customers_are_compared(tab_at: TabAt, size: dict[str, int]):
    page = tab_at("compare?customer=C-0001&customer=C-0002&customer=C-0003", size)
    names = region(page, "figures").locator("tbody th")
    expect(names).to_have_count(3)
    for customer, count in (("C-0004", 4), ("C-0005", 5)):
        page.locator("[data-act=picker]").click()
        page.locator("[data-search]").fill(customer)
        page.locator("#wp-options [role=option]", has_text=customer).click()
        expect(names).to_have_count(count)
        settled(page)
    expect(page.locator("[data-act=picker]")).to_have_count(0)
    five = page.url
    page.goto(five + "&customer=C-0006")
    expect(page.locator("[role=alert]")).to_contain_text(
        "6 customers are too many to compare: name at most 5."
    )
    page.goto(five)
    taken = page.locator(".wp-crumbs a").first
    gone = taken.inner_text()
    taken.click()
    expect(names).to_have_count(4)
    expect(region(page, "figures")).not_to_contain_text(gone)
    link = names.first.locator("a")
    name = link.inner_text()
    link.click()
    page.wait_for_url("**/customer?*")
    assert name.startswith(heading(page).inner_text())


@SIZES
def test_activities_are_filtered_searched_paged_and_opened(tab_at: TabAt, size: dict[str, int]):
    page = tab_at("activities?customer=C-0001", size)
    entries = region(page, "timeline").locator("li")
    message = region(page, "timeline").locator(".wp-card").first
    expect(message).to_contain_text("1–40 of 255")
    expect(entries).to_have_count(40)
    first = entries.first.inner_text()
    page.get_by_role("link", name="Older").click()
    expect(message).to_contain_text("41–80 of 255")
    assert entries.first.inner_text() != first
    page.get_by_role("link", name="Newer").click()
    expect(message).to_contain_text("1–40 of 255")
    page.get_by_label("Kind").select_option("call")
    expect(page).to_have_url(re.compile("kind=call"))
    settled(page)
    calls = int(re.findall(r"of (\d+)", message.inner_text())[0])
    expect(page.locator("#wp-field-kind option:checked")).to_have_text(f"Call ({calls})")
    page.get_by_label("Words").fill("DEVIS kerval")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("words=DEVIS"))
    settled(page)
    for text in entries.all_inner_texts():
        assert "kerval" in text.casefold()
    assert 0 < entries.count() < calls
    expect(page.get_by_label("Words")).to_have_value("DEVIS kerval")
    link = entries.first.locator("a").first
    subject = link.inner_text().removeprefix("Call ")
    link.click()
    expect(drawer(page)).to_contain_text(subject)
    close_drawer(page)
    expect(link).to_be_focused()
    page.get_by_label("Words").fill("nothing like this")
    page.keyboard.press("Enter")
    expect(region(page, "timeline")).to_contain_text("Nothing matches.")


def test_what_happened_with_anybody_leads_to_the_customer(tab_at: TabAt):
    page = tab_at("activities")
    link = region(page, "timeline").locator("li a[href*='customer=']").first
    customer = str(link.get_attribute("href")).partition("customer=")[2]
    link.click()
    page.wait_for_url("**/customer?*")
    expect(page.locator(".wp-facts")).to_contain_text(customer)


@SIZES
def test_a_bar_of_a_segment_lists_all_of_its_customers(tab_at: TabAt, size: dict[str, int]):
    page = tab_at("segments", size)
    trade = region(page, "trade")
    said = str(trade.locator("[role=img]").first.get_attribute("aria-label"))
    count = int(re.findall(r"Panel builder: (\d+)", said)[0])
    trade.locator("[data-href$='trade=Panel+builder']").first.click()
    expect(page).to_have_url(re.compile(r"trade=Panel"))
    settled(page)
    expect(trade.locator("table a[href^='customer?']")).to_have_count(count)
    trade.locator("summary").first.press("Enter")
    trade.locator("details a[href*='trade=Installer']").press("Enter")
    expect(page).to_have_url(re.compile(r"trade=Installer"))
    settled(page)
    listed = trade.locator("table a[href^='customer?']")
    expect(listed).to_have_count(int(re.findall(r"Installer: (\d+)", said)[0]))
    listed.first.click()
    page.wait_for_url("**/customer?*")


@SIZES
def test_information_shows_the_record_and_opens_what_is_agreed(tab_at: TabAt, size: dict[str, int]):
    page = tab_at("information?customer=C-0001", size)
    record = region(page, "customer_record")
    for text in ("C-0001", "Key account", "30 days", "Claire Dumas", "Inès Roca"):
        expect(record).to_contain_text(text)
    offer = region(page, "offers").locator("a[href*='open=offer:']").first
    name = offer.inner_text()
    offer.click()
    expect(drawer(page)).to_contain_text(name)
    assert amounts_in(drawer(page).locator("h2").first.inner_text())
    close_drawer(page)
    expect(offer).to_be_focused()
    page.locator(".wp-tabs a", has_text="Dashboard").click()
    page.wait_for_url("**/customer?customer=C-0001")
