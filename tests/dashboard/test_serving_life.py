"""How long a page lives: seats, closing, forgetting, lost connections, and what can be had after them."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, Route, expect

from tests.dashboard.conftest import OpenReader
from tests.dashboard.served import Reader, Served, serving, wait_until
from tests.dashboard.talk import kernel_of as kernel_in

pytestmark = pytest.mark.needs_chromium


@pytest.fixture
def own_reader(reader_at: OpenReader, own_server: Served) -> Reader:
    return reader_at(own_server)


def kernel_of(page: Page) -> str:
    return page.locator("#wp-kernel").get_attribute("data-kernel") or ""


def ended(served: Served, kernel: str) -> Callable[[], bool]:
    return lambda: served.ask(f"api/kernels/{kernel}").status == 404


def test_a_page_that_is_closed_frees_its_seat_at_once(own_reader: Reader, own_server: Served):
    page = own_reader.open("customer?customer=C-0001")
    kernel = kernel_of(page)
    assert not ended(own_server, kernel)()
    page.close()
    wait_until(ended(own_server, kernel), 15)  # sooner than it would be forgotten


def test_a_page_that_could_not_say_so_is_forgotten(reader_at: OpenReader, impatient_server: Served):
    reader = reader_at(impatient_server)
    reader.context.route("**/api/kernels/**", Route.abort)
    page = reader.open("customer?customer=C-0001")
    kernel = kernel_of(page)
    page.wait_for_timeout(4000)  # longer than a forgotten page lives
    assert not ended(impatient_server, kernel)()
    page.close()
    wait_until(ended(impatient_server, kernel), 10)


def test_a_page_without_a_script_is_forgotten(impatient_server: Served):
    wait_until(ended(impatient_server, kernel_in(impatient_server.ask("customer").text)), 10)


def test_a_page_without_widgets_needs_no_kernel_once_it_is_drawn(own_server: Served):
    assert ended(own_server, kernel_in(own_server.ask("traceback").text))()


def test_a_reader_who_leaves_while_a_cell_works_frees_the_seat(
    own_reader: Reader, own_server: Served
):
    page = own_reader.open("sleeps", drawn=False)
    page.locator("#wp-kernel").wait_for(state="attached")
    kernel = kernel_of(page)
    page.close()
    wait_until(ended(own_server, kernel), 15)


def test_with_all_seats_taken_a_page_says_so_until_one_is_left(
    reader_at: OpenReader, demo_snapshots: Path, tmp_path: Path
):
    with serving(tmp_path, demo_snapshots, WISEPARTS_SEATS="1") as served:
        first = reader_at(served).open("customer?customer=C-0001")
        full = served.ask("customer?customer=C-0002&lang=fr")
        assert full.status == 503
        assert full.headers["retry-after"] == full.headers["refresh"] == "15"
        assert "Toutes les places sont prises" in full.text
        assert 'href="/customer?customer=C-0002&amp;lang=fr"' in full.text
        assert served.ask("").status == 200  # the home page takes no seat
        first.close()
        wait_until(lambda: served.ask("customer").status == 200)


def test_a_kernel_that_dies_is_told_and_the_page_can_be_opened_again(
    own_reader: Reader, own_server: Served
):
    page = own_reader.open("customer?customer=C-0001")
    expect(page.locator("[data-region=health] h2")).to_be_visible()
    kernel = kernel_of(page)
    for one in psutil.Process(own_server.process.pid).children(recursive=True):
        if (
            one.ppid() != own_server.process.pid
        ):  # what the warm process forked: kernels, and what runs beside them
            one.kill()
    expect(page.locator(".wp-lost")).to_be_visible(timeout=8000)
    wait_until(ended(own_server, kernel))
    page.locator(".wp-lost a").click()
    expect(page.locator(".wp-lost")).to_have_count(0)
    expect(page.locator("[data-region=health] h2")).to_be_visible()
    assert "customer=C-0001" in page.url


def test_a_line_that_was_cut_is_told_and_mends_itself(own_reader: Reader):
    own_reader.context.add_init_script(
        "window.WebSocket = class extends WebSocket { constructor(...a) { super(...a); window.line = this; } };"
    )
    page = own_reader.open("customer?customer=C-0001")
    page.evaluate(
        "() => new Promise((go) => { const at = setInterval(() => line.readyState === 1 && go(clearInterval(at)), 20); })"
    )
    page.evaluate("line.close()")
    expect(page.locator(".wp-lost")).to_be_visible()
    page.locator("[data-act=refresh]").click()  # waits for the line
    expect(page.locator(".wp-lost")).to_have_count(0)
    expect(page.locator("[data-waiting]")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()


def test_a_click_before_the_line_is_open_waits_for_it(own_reader: Reader):
    own_reader.context.add_init_script("""
        window.WebSocket = class extends WebSocket {
          set onopen(opened) { super.onopen = () => setTimeout(() => { this.late = true; opened(); }, 1500); }
          get readyState() { return this.late ? super.readyState : 0; }
          send(text) { if (!this.late) throw new Error("sent before the line was open"); super.send(text); }
        };
    """)
    page = own_reader.open("customer?customer=C-0001")
    page.locator("[data-act=refresh]").click()
    expect(page.locator("[data-waiting]")).to_have_count(1)
    expect(page.locator("[data-waiting]")).to_have_count(0)
    assert own_reader.complaints == []


def test_a_reload_keeps_the_address(own_reader: Reader):
    page = own_reader.open("customer?customer=C-0001&lang=fr")
    address = page.url
    page.reload()
    assert page.url == address
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_a_file_is_made_and_the_server_answers_on(reader: Reader, pages_server: Served):
    page = reader.open("customer?customer=C-0001")
    button = page.locator("[data-act=download]").first
    with page.expect_download(timeout=20_000) as made:
        button.click()
    assert Path(made.value.path()).stat().st_size > 1000
    memory = psutil.Process(pages_server.process.pid).memory_info().rss
    assert pages_server.ask("").status == 200
    assert memory < 1_000_000_000


def test_a_restart_keeps_readers_logged_in_and_pages_say_that_the_server_is_gone(
    reader_at: OpenReader, demo_snapshots: Path, tmp_path: Path
):
    with serving(tmp_path, demo_snapshots) as first:
        reader = reader_at(first)
        page = reader.open("customer?customer=C-0001")
        expect(page.locator("[data-region=health] h2")).to_be_visible()
        assert first.end() == 0
        expect(page.locator(".wp-lost")).to_be_visible()
        expect(page.locator("[data-region=health] h2")).to_be_visible()  # the figures stay
    with serving(tmp_path, demo_snapshots, "--port", str(first.port)) as second:
        assert second.port == first.port
        page.locator(".wp-lost a").click()
        expect(page.locator("[data-region=health] h2")).to_be_visible()
        assert "customer=C-0001" in page.url
        second.process.send_signal(signal.SIGTERM)
        assert second.process.wait(10) is not None
