from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.dashboard.served import Reader, Served


@pytest.mark.needs_chromium
def test_a_page_is_drawn_and_asks_nobody_but_its_server(reader: Reader):
    page = reader.open("customer?customer=C-0001")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("[data-region=health] h2")).to_be_visible()
    assert "token" not in page.url
    assert reader.foreign == []
    assert reader.complaints == []


def test_the_frame_arrives_before_the_cards(pages_server: Served):
    assert pages_server.ask("customer").status == 200
