"""Addresses and events that no page of ours makes: words instead of a traceback, and nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.served import Served
from tests.dashboard.talk import Talk, talk_with_page
from tests.dashboard.walk import drawer, heading, region, settled

pytestmark = pytest.mark.needs_chromium
TabAt = Callable[..., Page]
NEVER = re.compile(
    r"Traceback|(?<![\w<])/(?:work|tmp|home|usr|root|var)/|\.py\b|duckdb|sql error", re.IGNORECASE
)
"""What no page ever shows."""


@pytest.fixture(scope="module")
def talk(pages_server: Served) -> Iterator[Talk]:
    """The line of one open page, which lives through all that is said."""
    with talk_with_page(pages_server, "customer?customer=C-0002") as talk:
        yield talk


def alert(page: Page) -> str:
    return page.locator("main [role=alert]").first.inner_text()


def harmless(page: Page) -> None:
    assert not NEVER.findall(page.locator("body").inner_text())
    assert page.locator("main script").count() == 0


def test_an_unknown_customer_is_named_and_the_nearest_offered(tab_at: TabAt):
    page = tab_at("customer?customer=C-001")
    expect(heading(page)).to_have_text("This page cannot be shown")
    assert "There is no customer “C-001” among those that you may see." in alert(page)
    nearest = page.get_by_role("link", name=re.compile(r"Open C-\d+ instead"))
    customer = nearest.inner_text().split()[1]
    nearest.click()
    expect(page.locator(".wp-facts")).to_contain_text(customer)
    expect(region(settled(page), "health").locator(".wp-verdict")).to_be_visible()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("customer?customer=%27%20or%201=1;%20drop%20table%20customers;--", "There is no customer"),
        ("customer?customer=<img%20src=x%20onerror=alert(1)><script>alert(1)</script>", "<script>"),
        ("customer?customer=" + "x" * 3000, "There is no customer"),
        ("customer?customer=%00%e2%80%ae%ff", "There is no customer"),
        ("customer?customer=C-0001&lang=xx", "Unknown language 'xx'"),
        ("analytics?measure=profit", "Unknown measure 'profit'"),
        ("analytics?brand=Nobody", "Unknown brand 'Nobody'"),
        ("analytics?span=2026-99-99", "Unknown span '2026-99-99'"),
        ("portfolio?region=Nowhere", "Unknown region 'Nowhere'"),
        ("portfolio?rows=-1", "Unknown number of rows '-1'"),
        ("activities?from=2026-13-45", "'2026-13-45' is not a day"),
        ("activities?after=-3", "'-3' is not a number of entries"),
        ("segments?trade=Nobody", "Unknown segment 'Nobody'"),
        ("compare?customer=nobody", "There is no customer"),
        ("information?customer=nobody", "There is no customer"),
    ],
)
def test_an_address_of_nothing_is_told_in_words(tab_at: TabAt, address: str, words: str):
    page = tab_at(address)
    assert words in alert(page)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("main [role=alert]")).to_have_count(1)
    harmless(page)


@pytest.mark.parametrize(
    "key",
    ["nothing", "month:2026-13", "month:", "nokind:1", "due:F-26-01683", "quote:' or 1=1--", "how:nope",
     "event:<script>alert(1)</script>", "age:" + "x" * 2000],
)  # fmt: skip
def test_a_detail_that_is_not_there_can_be_closed(tab_at: TabAt, key: str):
    """The due document is another customer's: whether anybody has it is not said."""
    page = tab_at("customer?customer=C-0002&open=" + key.replace("<", "%3C").replace("'", "%27"))
    expect(drawer(page).locator("h2")).to_have_text("This detail cannot be opened")
    expect(heading(page)).to_have_text("Instalaciones Ibáñez e Hijas")
    expect(region(page, "health").locator(".wp-verdict")).to_be_visible()
    harmless(page)
    if key == "due:F-26-01683":
        assert "This customer has no due document" in drawer(page).inner_text()
    drawer(page).get_by_role("link", name="Close").click()
    expect(drawer(page)).to_be_hidden()
    expect(page).to_have_url(re.compile("customer=C-0002$"))


@pytest.mark.parametrize(
    "event",
    [
        {"event": "again", "block": "nope"},
        {"event": "again", "block": 5},
        {"event": "go"},
        {"event": "go", "query": "customer=" + "x" * 100_000},
        {"event": "go", "query": ["customer=C-0001"]},
        {"event": "run", "code": "1"},
        {"event": "download", "what": "../../etc/passwd"},
        {"event": "download", "what": "rows:due:F-26-01683"},
        {"event": "remember", "name": "rights", "value": True},
        {"event": "remember", "name": "all_sales", "value": "yes"},
        {"event": "search", "text": "x" * 5000},
        {"event": "refresh", "snapshot": "/etc"},
        {},
        [],
        "refresh",
        None,
    ],
    ids=str,
)  # fmt: skip
def test_forged_events_are_refused_in_words(talk: Talk, event: Any):
    answers = talk.tell(event)
    assert set(answers) - {"", "done"} == {"notice"}
    html = answers["notice"]["html"]
    assert "That did not work" in html
    assert not NEVER.findall(html)
    again = talk.tell({"event": "search", "text": "C-0001"})
    assert "Électricité Marchand" in again["options"]["html"]


def test_an_address_of_100_kb_through_the_pages_own_line(tab_at: TabAt):
    page = tab_at("customer?customer=C-0001")
    page.locator(".wp-tabs a").first.evaluate(
        "link => { link.setAttribute('href', 'customer?customer=' + 'x'.repeat(100_000)); link.click(); }"
    )
    expect(page.locator(".wp-notice")).to_contain_text("That did not work")
    expect(heading(page)).to_have_text("Électricité Marchand & Fils")
    harmless(page)
