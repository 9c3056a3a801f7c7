"""The pages of agreements in Chromium: walked as their readers do, for everybody, at every width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.served import Reader, Served
from tests.dashboard.test_browser_access import scrolls_sideways, violations
from tests.dashboard.walk import (
    PHONE,
    WIDE,
    close_drawer,
    download,
    drawer,
    figure_in,
    heading,
    mark,
    region,
    settled,
)

pytestmark = pytest.mark.needs_chromium
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
At = Callable[..., Page]
PAGES = (
    "agreements",
    "agreements?status=draft",
    "agreements?words=nobody",
    "agreement?agreement=A-0001",
    "agreement?agreement=A-0001&open=month:2026-10",
    "agreement?agreement=A-0001&open=how:figures",
    "agreement?agreement=A-0006",
    "agreement?agreement=A-0010",
    "agreement?agreement=nothing",
    "customer_agreements?customer=C-0001",
)


@pytest.fixture(scope="module")
def at(chromium: Browser, pages_server: Served) -> Iterator[At]:
    """``at(address, size)`` shows an address in a tab where the test may run script of its own."""
    reader = Reader.at(chromium, pages_server, bypass_csp=True, reduced_motion="reduce")
    page = reader.open("")

    def show(address: str, size: dict[str, int] = WIDE) -> Page:
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.goto(pages_server.url + address)
        return settled(page)

    yield show
    reader.context.close()
    assert (reader.complaints, reader.foreign) == ([], [])


@SIZES
def test_from_the_list_to_an_agreement_its_month_and_its_customer(
    at: At, size: dict[str, int]
) -> None:
    page = at("agreements", size)
    expect(page.locator(".wp-lead")).to_contain_text("active agreements.")
    page.get_by_label("Metric").select_option("quantity")
    expect(page).to_have_url(re.compile("metric=quantity"))
    rows = region(settled(page), "list").locator("tbody tr")
    expect(rows).to_have_count(1)
    page.go_back()
    expect(rows).not_to_have_count(1)
    link = page.locator("a[href='agreement?agreement=A-0001']").first
    name = link.inner_text().splitlines()[0]
    link.click()
    page.wait_for_url("**/agreement?agreement=A-0001")
    expect(heading(page)).to_have_text(name)
    mark(page, "month:2026-10").click()
    title = drawer(settled(page)).locator("h2").first
    expect(title).to_contain_text("October 2026")
    saved = download(page, drawer(page).get_by_role("button", name="Download CSV"))
    shown = re.sub(r"[^\d]", "", title.inner_text().split(" in ")[0])
    assert round(figure_in("amount", saved)) == int(shown)
    close_drawer(page)
    region(page, "contribution").locator("a[href^='customer?']").first.click()
    page.wait_for_url("**/customer?*")
    expect(region(page, "agreements")).to_contain_text(name)
    page.get_by_role("link", name="Agreements", exact=True).last.click()
    page.wait_for_url("**/customer_agreements?*")
    expect(region(page, "running")).to_contain_text(name)


def test_a_copy_is_approved_and_reopened_by_its_buttons(at: At) -> None:
    page = at("agreement?agreement=A-0001")
    page.get_by_role("button", name="Duplicate").click()
    page.wait_for_url(re.compile(r"/agreement_edit\?agreement=A-00\d\d"))
    copied = re.findall(r"A-00\d\d", page.url)[0]
    page = at(f"agreement?agreement={copied}")
    expect(page.locator(".wp-tag").first).to_have_text("Draft")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".wp-tag").first).to_have_text("Active")
    expect(page.get_by_role("button", name="Approve")).to_have_count(0)
    page.get_by_role("button", name="Reopen").click()
    page.wait_for_url(re.compile(r"/agreement_edit\?"))


def test_a_report_is_saved(at: At) -> None:
    page = at("agreement?agreement=A-0001")
    for form, begins in (("PDF", b"%PDF"), ("HTML", b"<!doctype html>")):
        saved = download(page, page.get_by_role("button", name=f"Report ({form})"))
        assert saved.content.lower().startswith(begins.lower())


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_and_nothing_lies_beside_320_px(at: At, address: str) -> None:
    """Colours are all that dark changes, so there only contrast is looked at."""
    page = at(address)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, "color-contrast", "link-in-text-block") == []
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.emulate_media(color_scheme="light")
    assert violations(page) == []
    assert not scrolls_sideways(page)
