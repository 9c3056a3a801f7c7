"""Finding a customer, and what changes with them: address, title, every card, the back button."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.served import Reader, Served
from tests.dashboard.walk import PHONE, WIDE, focused, heading, region, settled

pytestmark = pytest.mark.needs_chromium
FIRST, SECOND = "Électricité Marchand & Fils", "Instalaciones Ibáñez e Hijas"
SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
ReaderAt = Callable[..., Reader]
TabAt = Callable[..., Page]


def open_picker(page: Page) -> None:
    page.get_by_role("button", name="Choose another customer").click()
    expect(page.locator("[data-search]")).to_be_focused()


@SIZES
def test_a_customer_is_found_by_name_without_accents_and_by_number(
    tab_at: TabAt, size: dict[str, int]
):
    page = tab_at("customer?customer=C-0001", size)
    open_picker(page)
    options = page.locator("#wp-options [role=option]")
    expect(options).to_have_count(12)
    expect(page.locator("#wp-options")).to_contain_text("48 more")
    search = page.locator("[data-search]")
    search.press_sequentially("electricite march")
    expect(options).to_have_count(1)
    expect(options).to_contain_text(FIRST)
    search.fill("c-0002")
    expect(options).to_have_count(1)
    expect(options).to_contain_text(SECOND)
    search.fill("<b>nobody</b>")
    expect(page.locator("#wp-options")).to_have_text("No customer matches “<b>nobody</b>”.")
    search.fill("IBANEZ E")
    expect(options).to_contain_text(SECOND)
    options.click()
    expect(heading(settled(page))).to_have_text(SECOND)
    expect(page.locator(".wp-picker")).to_be_hidden()


def test_a_customer_is_chosen_with_the_keyboard_alone(tab_at: TabAt):
    page = tab_at("customer?customer=C-0001")
    for _ in range(30):
        page.keyboard.press("Tab")
        if focused(page).get_attribute("data-act") == "picker":
            break
    page.keyboard.press("Enter")
    search = page.locator("[data-search]")
    expect(search).to_be_focused()
    page.keyboard.type("C-000")
    options = page.locator("#wp-options [role=option]")
    expect(options).to_have_count(9)
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")  # from the first to the last
    page.keyboard.press("ArrowUp")
    chosen = options.nth(7)
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(search).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    name = chosen.locator("strong").inner_text()
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(name)
    settled(page)
    page.locator("[data-act=picker]").focus()
    page.keyboard.press("Enter")
    expect(search).to_be_focused()
    page.keyboard.type("nobody")
    page.keyboard.press("Escape")
    expect(page.locator(".wp-picker")).to_be_hidden()
    expect(page.locator("[data-act=picker]")).to_be_focused()
    expect(heading(page)).to_have_text(name)


@SIZES
def test_a_change_of_customer_changes_everything_and_the_back_button_undoes_it(
    reader_at: ReaderAt, pages_server: Served, size: dict[str, int]
):
    reader = reader_at(pages_server, viewport=size)
    page = reader.open("customer?customer=C-0001")
    expect(page).to_have_title(f"{FIRST} · WiseParts")
    before = cards(page)
    open_picker(page)
    page.locator("[data-search]").fill("C-0002")
    page.locator("#wp-options [role=option]", has_text=SECOND).click()
    expect(page).to_have_title(f"{SECOND} · WiseParts")
    settled(page)
    expect(page).to_have_url(re.compile(r"customer\?customer=C-0002$"))
    after = cards(page)
    assert {name for name in before if after.get(name) == before[name]} == set()
    for tab in page.locator(".wp-tabs a").all():
        assert "customer=C-0002" in str(tab.get_attribute("href"))

    page.go_back()
    expect(page).to_have_title(f"{FIRST} · WiseParts")
    expect(heading(page)).to_have_text(FIRST)
    assert cards(settled(page)) == before
    page.go_forward()
    expect(page).to_have_title(f"{SECOND} · WiseParts")
    assert cards(settled(page)) == after

    shared = reader.open(page.url.removeprefix(pages_server.url))
    expect(shared).to_have_title(f"{SECOND} · WiseParts")
    assert cards(shared) == after
    assert reader.complaints == []
    assert reader.foreign == []


def cards(page: Page) -> dict[str, str]:
    """Return the text of every card on the page, the note on hidden widgets aside."""
    found = page.locator(".wp-row [data-card]:visible").all()
    return {
        name: card.inner_text()
        for card in found
        if (name := str(card.get_attribute("data-card"))) != "hidden"
    }


def test_quick_choices_end_at_the_last(tab_at: TabAt):
    page = tab_at("customer?customer=C-0001")
    for name in ("C-0003", "C-0004", "C-0005", "C-0002"):
        page.locator(".wp-tabs a").first.evaluate(
            "(link, href) => { link.setAttribute('href', href); link.click(); }",
            f"customer?customer={name}",
        )
    expect(heading(page)).to_have_text(SECOND)
    settled(page)
    expect(page).to_have_url(re.compile("C-0002$"))
    expect(region(page, "health").locator("h2")).to_be_attached()
