"""The controls of a page: all sales, language, light or dark, the printed brief, what is hidden and why."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.dashboard.served import PAGES, Reader, Served, serving
from tests.dashboard.walk import PHONE, WIDE, download, heading, press_refresh, region, settled

pytestmark = pytest.mark.needs_chromium
ReaderAt = Callable[..., Reader]
TabAt = Callable[..., Page]
CUSTOMER = "customer?customer=C-0001"


def switch(page: Page) -> Locator:
    return page.get_by_role("switch", name="Show all sales")


def figure(page: Page) -> str:
    return region(page, "sales_trend").locator(".wp-value").first.inner_text()


def test_a_manufacturer_shows_all_sales_and_finds_it_so_next_time(
    reader_at: ReaderAt, demo_snapshots: Path, tmp_path: Path
):
    work = tmp_path / "work"
    with serving(work, demo_snapshots, "--reader", "U-036") as served:
        reader = reader_at(served)
        page = reader.open("customer?customer=C-0013")
        expect(switch(page)).not_to_be_checked()
        about = page.locator("#wp-all-sales-about")
        expect(about).to_have_text("Off: sales through Sonelec only")
        off = page.locator(".wp-row").all_inner_texts()
        switch(page).click()
        settled(page)
        expect(switch(page)).to_be_checked()
        expect(switch(page)).to_be_focused()
        expect(about).to_have_text("On: 2 wholesalers combined")
        on = page.locator(".wp-row").all_inner_texts()
        assert on != off
        press_refresh(page)
        assert page.locator(".wp-row").all_inner_texts() == on
        page.goto(served.url + "customer?customer=C-0001&lang=fr")
        french = page.get_by_role("switch", name="Afficher toutes les ventes")
        expect(french).to_be_checked()
        assert reader.complaints == []
    with serving(work, demo_snapshots, "--reader", "U-036") as served:
        page = reader_at(served).open("customer?customer=C-0013&lang=en")
        expect(switch(page)).to_be_checked()
        assert page.locator(".wp-row").all_inner_texts() == on
        switch(page).focus()
        page.keyboard.press("Space")
        expect(switch(page)).not_to_be_checked()
        settled(page)
        assert page.locator(".wp-row").all_inner_texts() == off
        expect(page.get_by_role("button", name="Refresh")).to_be_visible()


def test_nobody_else_is_offered_all_sales(tab_at: TabAt):
    expect(switch(tab_at(CUSTOMER))).to_have_count(0)


def test_languages_are_links_that_keep_the_view_and_are_remembered(
    reader_at: ReaderAt, pages_server: Served
):
    page = reader_at(pages_server).open(f"{CUSTOMER}&open=month:2026-10")
    page.keyboard.press("Escape")
    settled(page)
    for name, code, refresh in (("Français", "fr", "Actualiser"), ("Español", "es", "Actualizar")):
        page.get_by_role("link", name=name).click()
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page.get_by_role("button", name=refresh)).to_be_visible()
        expect(page).to_have_url(re.compile("customer=C-0001"))
        expect(page.locator(f".wp-languages [lang={code}]")).to_have_attribute(
            "aria-current", "true"
        )
    page.goto(pages_server.url + "portfolio")
    expect(page.locator("html")).to_have_attribute("lang", "es")


def background(page: Page) -> str:
    return page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")


def test_light_or_dark_is_chosen_and_remembered(reader_at: ReaderAt, pages_server: Served):
    reader = reader_at(pages_server, color_scheme="light")
    page = reader.open("")
    light = background(page)
    page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = background(page)
    assert dark != light
    page.reload()
    assert background(page) == dark
    other = reader.open("segments")
    assert background(other) == dark
    page.get_by_role("button", name="Light or dark").press("Enter")
    assert background(page) == light
    page.emulate_media(color_scheme="dark")
    assert background(page) == light  # what the reader chose holds


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_brief_is_printed_as_a_pdf_of_two_pages(tab_at: TabAt, size: dict[str, int]):
    page = tab_at(CUSTOMER, size)
    saved = download(page, page.get_by_role("button", name="Print meeting brief"))
    assert saved.name == "C-0001-2026-11-23.pdf"
    printed = PdfReader(BytesIO(saved.content))
    assert len(printed.pages) == 2
    text = printed.pages[0].extract_text()
    assert "C-0001" in text
    assert figure(page) in text


def test_a_page_prints_on_landscape_sheets_without_controls(tab_at: TabAt):
    page = tab_at(CUSTOMER)
    page.emulate_media(media="print")
    for hidden in (
        ".wp-masthead",
        ".wp-tabs",
        ".wp-controls .wp-button",
        "[data-act=picker]",
        ".wp-how",
    ):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".wp-as-of")).to_be_visible()
    expect(heading(page)).to_be_visible()
    printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    page.emulate_media(media="screen")
    assert len(printed.pages) <= 4
    assert all(sheet.mediabox.width > sheet.mediabox.height for sheet in printed.pages)
    text = " ".join(sheet.extract_text() for sheet in printed.pages)
    assert figure(page) in text


def test_the_note_on_hidden_widgets_names_what_this_notebook_shows(
    reader_at: ReaderAt, demo_snapshots: Path, tab_at: TabAt, tmp_path: Path
):
    prospect = tab_at("customer?customer=C-0012")
    note = region(prospect, "hidden")
    count = int(re.findall(r"(\d+) widgets? (?:is|are) hidden", note.inner_text())[0])
    reasons = [line for line in note.inner_text().splitlines() if ":" in line]
    assert len(reasons) == count
    shown = {
        str(one.get_attribute("data-region"))
        for one in prospect.locator(".wp-row [data-region]:visible").all()
    }
    absent = {
        str(one.get_attribute("data-region"))
        for one in prospect.locator(".wp-row [data-region]").all()
    } - shown
    assert len(absent) == count

    folder = tmp_path / "fewer"
    folder.mkdir()
    shutil.copy(PAGES / "customer.ipynb", folder)
    notebook = folder / "customer.ipynb"
    left = re.sub(
        r'page\.show\(\\"last_12_months\\", \\"offers\\"\)',
        'page.show(\\\\"offers\\\\")',
        notebook.read_text(),
    )
    assert left != notebook.read_text()
    notebook.write_text(left)
    with serving(tmp_path / "work", demo_snapshots, folder=folder) as served:
        page = reader_at(served).open("customer?customer=C-0012")
        expect(region(page, "last_12_months")).to_have_count(0)
        fewer = region(page, "hidden").inner_text()
        assert "Last 12 months" in note.inner_text()
        assert "Last 12 months" not in fewer
