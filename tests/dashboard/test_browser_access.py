"""For everybody: no violation that axe finds, no sideways scroll, everything by keyboard, nothing asked of other machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.served import Reader, Served
from tests.dashboard.walk import PHONE, WIDE, drawer, focused, settled

pytestmark = pytest.mark.needs_chromium
TabAt = Callable[..., Page]
PAGES = (
    "",
    "customer?customer=C-0001",
    "customer?customer=C-0001&open=month:2026-10",
    "customer?customer=C-0001&open=nothing",
    "customer?customer=C-9999",
    "portfolio",
    "portfolio?open=thresholds",
    "analytics?customer=C-0001&brand=B-01",
    "compare",
    "activities",
    "information?customer=C-0001",
    "segments?trade=Installer",
    "no_such_page",
)


@pytest.fixture(scope="module")
def open_tab(chromium: Browser, pages_server: Served) -> Iterator[Callable[[str], Page]]:
    """A tab in which the test may run script of its own, which the pages' policy forbids."""
    options = {"bypass_csp": True, "reduced_motion": "reduce", "viewport": WIDE}
    reader = Reader.at(chromium, pages_server, **options)
    page = reader.open("")

    def at(address: str) -> Page:
        page.goto(pages_server.url + address)
        return page

    yield at
    reader.context.close()
    assert reader.foreign == []
    assert [told for told in reader.complaints if "404" not in told] == []


def violations(page: Page, *rules: str) -> list[str]:
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def scrolls_sideways(page: Page) -> bool:
    """Whether anything of the page lies beside a window of 320 px."""
    page.set_viewport_size({"width": 320, "height": 700})
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_wide_and_narrow_light_and_dark(
    open_tab: Callable[[str], Page], address: str
):
    """Colours are all that dark changes, so there only contrast is looked at."""
    page = open_tab(address)
    looks: tuple[tuple[dict[str, int], Literal["light", "dark"]], ...] = (
        (WIDE, "light"),
        (WIDE, "dark"),
        (PHONE, "dark"),
        (PHONE, "light"),
    )
    for size, colours in looks:
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.emulate_media(color_scheme=colours)
        rules = ("color-contrast", "link-in-text-block") if colours == "dark" else ()
        assert violations(page, *rules) == [], (size, colours)
    assert not scrolls_sideways(page)


def test_axe_finds_nothing_with_the_picker_open(open_tab: Callable[[str], Page]):
    page = open_tab("customer?customer=C-0001")
    for text in ("C-00", "nobody at all"):
        page.locator("[data-act=picker]").click()
        page.locator("[data-search]").fill(text)
        expect(page.locator("#wp-options")).to_contain_text("more" if text == "C-00" else "nobody")
        assert violations(settled(page)) == []
        page.keyboard.press("Escape")


@pytest.mark.parametrize("language", ["fr", "es"])  # English stands above
def test_nothing_scrolls_sideways_at_320_px(open_tab: Callable[[str], Page], language: str):
    for address in PAGES:
        mark = "&" if "?" in address else "?"
        assert not scrolls_sideways(open_tab(f"{address}{mark}lang={language}")), address
    page = open_tab("")
    page.context.clear_cookies(name="wp_lang")


def test_tab_goes_through_the_page_in_reading_order_with_a_visible_ring(tab_at: TabAt):
    page = tab_at("customer?customer=C-0001")
    page.keyboard.press("Tab")
    expect(page.locator(".wp-skip")).to_be_focused()
    expect(page.locator(".wp-skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page).evaluate("one => document.querySelector('#wp-main').contains(one)")
    seen: list[float] = []
    names: set[str] = set()
    while focused(page).count() and focused(page).evaluate("one => !!one.closest('main')"):
        ring, top, name = focused(page).evaluate(
            "one => { const ringed = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1.5;"
            " return [ringed(getComputedStyle(one)) || ringed(getComputedStyle(one, '::after')),"
            " one.getBoundingClientRect().top + scrollY,"
            " one.closest('[data-region]')?.dataset.region ?? '']; }"
        )
        assert ring, focused(page).evaluate("one => one.outerHTML")
        seen.append(top)
        names.add(name)
        page.keyboard.press("Tab")
        assert len(seen) < 300
    jumps_back = sum(before - after > 700 for before, after in pairwise(seen))
    assert jumps_back <= 3, "the order of the focus is the order of reading, card by card"
    assert names >= {"heading", "due_amounts", "last_12_months", "offers", "latest_events"}


def test_every_mark_of_a_chart_has_a_link_in_its_table(tab_at: TabAt):
    for address in (
        "customer?customer=C-0001",
        "analytics?customer=C-0001",
        "segments",
    ):
        page = tab_at(address)
        marks = set(
            page.locator(".wp-row [data-href]").evaluate_all(
                "all => all.map(one => one.dataset.href)"
            )
        )
        links = set(
            page.locator(".wp-row a[href]").evaluate_all(
                "all => all.map(one => one.getAttribute('href'))"
            )
        )
        assert marks <= links, address


def test_the_drawer_takes_the_focus_and_esc_gives_it_back(tab_at: TabAt):
    page = tab_at("customer?customer=C-0001", PHONE)
    link = page.locator("a[href*='open=quote:']").first
    link.press("Enter")
    expect(drawer(page).locator("h2").first).to_be_focused()
    page.keyboard.press("Tab")
    assert focused(page).evaluate("one => !!one.closest('.wp-drawer')")
    page.keyboard.press("Escape")
    expect(drawer(page)).to_be_hidden()
    expect(link).to_be_focused()
